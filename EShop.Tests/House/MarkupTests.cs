using EShop.Tests.Support;

namespace EShop.Tests.House;

/// <summary>Abuse 45: what people type is text. Markup as markup comes from two places, both made safe where they are
/// written: the description that the sanitizer let through, and structured data that its own class encodes.</summary>
public sealed class MarkupTests
{
    private static readonly string[] MayRender =
        ["EShop.Web/Catalog/ProductPage.razor", "EShop.Web/Catalog/ProductHead.razor"];

    [Fact]
    public void Abuse_45_only_what_was_made_safe_is_rendered_as_markup() => Rule.Holds(
        "MarkupString and AddMarkupContent render what they are given: they stand in MarkupTests.MayRender only.",
        from file in Repository.Files("EShop.Web", ".razor", ".cs")
        where !MayRender.Contains(file)
        from line in Repository.Lines(file).Index()
        where line.Item.Contains("MarkupString", StringComparison.Ordinal)
            || line.Item.Contains("AddMarkupContent", StringComparison.Ordinal)
            || line.Item.Contains("Html.Raw", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}");

    [Fact]
    public void Abuse_66_nothing_changes_or_removes_what_staff_did() => Rule.Holds(
        "The trail of staff actions is only added to, by StaffTrail, and read, by ListStaffActions.",
        from file in Repository.Files("EShop.Core", ".cs")
        where !file.StartsWith("EShop.Core/Audit/", StringComparison.Ordinal)
            && file != "EShop.Core/Staff/ListStaffActions.cs"
        from line in Repository.Lines(file).Index()
        where line.Item.Contains("StaffAction>", StringComparison.Ordinal)
            || line.Item.Contains("staff_actions", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}");
}
