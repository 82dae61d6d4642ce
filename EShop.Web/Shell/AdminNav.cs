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
        new("/admin/orders", "AdminOrders", Icons.Material.Outlined.ReceiptLong),
        new("/admin/refunds", "AdminRefunds", Icons.Material.Outlined.CurrencyExchange),
        new("/admin/products", "AdminProducts", Icons.Material.Outlined.Inventory2),
        new("/admin/coupons", "AdminCoupons", Icons.Material.Outlined.LocalActivity),
        new("/admin/customers", "AdminCustomers", Icons.Material.Outlined.People),
        new("/admin/tasks", "AdminTasks", Icons.Material.Outlined.PendingActions),
        new("/admin/messages", "AdminMessages", Icons.Material.Outlined.Forum),
        new("/admin/jobs", "AdminJobs", Icons.Material.Outlined.Schedule),
        new("/admin/metrics", "AdminMetrics", Icons.Material.Outlined.Timeline),
        new("/admin/books", "AdminBooks", Icons.Material.Outlined.Balance),
        new("/admin/sign-up-guard", "AdminGuard", Icons.Material.Outlined.Shield),
        new("/admin/staff-actions", "AdminStaffActions", Icons.Material.Outlined.HistoryEdu),
    ];
}
