using Microsoft.Extensions.Localization;
using MudBlazor;

namespace EShop.Web.Shell;

/// <summary>Names the resource files with the words of MudBlazor's own components (grids, pickers, pagers).</summary>
public sealed class MudWords;

/// <summary>MudBlazor speaks English by itself and asks here for every other language.</summary>
internal sealed class MudWordsLocalizer(IStringLocalizer<MudWords> words) : MudLocalizer
{
    public override LocalizedString this[string key] => words[key];

    public override LocalizedString this[string key, params object[] arguments] => words[key, arguments];
}
