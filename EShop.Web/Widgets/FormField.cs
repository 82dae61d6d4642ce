using Microsoft.AspNetCore.Components;

namespace EShop.Web.Widgets;

/// <summary>What every field of a posting form has.</summary>
public abstract class FormField : ComponentBase
{
    /// <summary>
    /// The name it is posted under: that of the page's [SupplyParameterFromForm] property, a dot, and the property of
    /// the form's model, such as "Form.Email".
    /// </summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What is wrong with it and how to mend it; shown at the field.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>The browser asks for it too; what is not required says "optional" beside its label.</summary>
    [Parameter]
    public bool Required { get; set; } = true;

    /// <summary>The HTML autocomplete token: email, name, tel, one-time-code, current-password …</summary>
    [Parameter]
    public string? Autocomplete { get; set; }

    public string Id => IdOf(Name);

    internal static string IdOf(string name) => "f-" + name.Replace('.', '-').Replace('[', '-').Replace("]", "");

    protected string? DescribedBy => (Error, Hint) switch
    {
        (null, null) => null,
        (null, _) => $"{Id}-hint",
        (_, null) => $"{Id}-error",
        _ => $"{Id}-error {Id}-hint",
    };

    protected string? Invalid => Error is null ? null : "true";
}
