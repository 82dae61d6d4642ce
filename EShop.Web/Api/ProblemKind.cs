using System.Text.Json;

namespace EShop.Web.Api;

/// <summary>A refusal by its name, which never changes: programs decide by it. What people read is in ApiWords under
/// <see cref="Name"/> (title) and <see cref="Name"/>Text.</summary>
internal sealed record ProblemKind(string Name, int Status)
{
    /// <summary>As in <c>coupon-all-gone</c>.</summary>
    public string Code { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(Name);

    /// <summary>The problem's identifier; it is a name and leads nowhere.</summary>
    public string Type => $"urn:eshop:problem:{Code}";
}
