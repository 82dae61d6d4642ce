using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EShop.Web.Api;

/// <summary>The body of every refusal: problem details (RFC 9457) with what the shop adds to them. A member that has
/// nothing to say is left out.</summary>
[Description("Problem details (RFC 9457): why a request was refused. Decide by code; show title and detail.")]
public sealed record ApiProblem
{
    [Description("The kind of problem as a name that never changes; it leads nowhere.")]
    public required string Type { get; init; }

    [Description("The kind of problem in words, in the language that was asked for.")]
    public required string Title { get; init; }

    [Description("The HTTP status of the answer.")]
    public required int Status { get; init; }

    [Description("What happened and what to do next, in the language that was asked for.")]
    public required string Detail { get; init; }

    [Description("The kind of problem for programs: the last part of type.")]
    public required string Code { get; init; }

    [Description("Of a malformed or invalid request: what is wrong with which field or parameter.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    [Description("When the coupon opens.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OpensAt { get; init; }

    [Description("The variant that the problem is about.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SkuId { get; init; }

    [Description("How many of it are left.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Left { get; init; }

    [Description("What it would cost now.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalView? Total { get; init; }

    [Description("All lines of the cart that cannot be ordered as they stand.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ShortageView>? Shortages { get; init; }

    [Description("What is not as it was seen, where that was sent along.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChangeView>? Changes { get; init; }

    [Description("The coupon that cannot be used, and why.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LostCouponView? Coupon { get; init; }

    public static ApiProblem Example { get; } = new()
    {
        Type = Problems.CouponAllGone.Type,
        Title = "All gone",
        Status = Problems.CouponAllGone.Status,
        Detail = "All of these coupons have been given out. Some may come back: look again later.",
        Code = Problems.CouponAllGone.Code,
    };
}
