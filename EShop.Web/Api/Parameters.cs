namespace EShop.Web.Api;

/// <param name="Example">As it is written in an address or a header.</param>
/// <param name="IsNeeded">Without it the request is refused.</param>
internal sealed record ParameterText(string Name, string Description, string Example, bool IsNeeded = false);

/// <summary>What the document says of parameters in addresses and headers; a name means one thing everywhere.</summary>
internal static class Parameters
{
    private static readonly IReadOnlyList<ParameterText> All =
    [
        new(IdempotencyKey.Header,
            "A key of your own making for this one request: 1 to 64 letters, digits or hyphens. The same key again "
            + "gets the same answer; with another request it is refused.",
            "3f2c1d0e-5b7a-4c61-9d0b-0a7f6f1e2d34", IsNeeded: true),
        new("id", "The number of the coupon.", "7", IsNeeded: true),
        new("skuId", "The number of the variant.", "42", IsNeeded: true),
        new("handle", "The product's name in addresses.", "trail-runner", IsNeeded: true),
        new("q", "What to look for; the first 64 characters count.", "runner"),
        new("category", "Only of this category.", "shoes"),
        new("tag", "Only with this tag.", "outdoor"),
        new("minMinor", "Only from this price on, in minor units.", "5000"),
        new("maxMinor", "Only up to this price, in minor units.", "20000"),
        new("inStock", "Only what can be had now.", "true"),
        new("sort", "popular, new, price or price-down; popular for anything else.", "price"),
        new("size", "How many to a page, 1 to 100.", "24"),
        new("number", "The number of the order.", "260701-7H2K9M4QX1W8Z", IsNeeded: true),
        new("claimId", "The coupon to count in: one of your claims; without it the best one that fits.", "4711"),
        new("page", "The page of the list, from 1; beyond the last one is the last one.", "1"),
    ];

    public static ParameterText? Find(string? name) => All.FirstOrDefault(known => known.Name == name);
}
