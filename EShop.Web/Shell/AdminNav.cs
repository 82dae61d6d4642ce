using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace EShop.Web.Shell;

/// <summary>The management pages, in the order of the menu. A page that exists adds its line here.</summary>
internal static class AdminNav
{
    /// <param name="Word">Key of the name in ShellWords.</param>
    public sealed record Entry(string Href, string Word, string Icon, NavLinkMatch Match = NavLinkMatch.Prefix);

    /// <summary>The names of pages to come stand in ShellWords already (AdminProducts, AdminCoupons, …).</summary>
    public static readonly IReadOnlyList<Entry> Pages =
    [
        new("/admin", "AdminDashboard", Icons.Material.Outlined.SpaceDashboard, NavLinkMatch.All),
    ];
}
