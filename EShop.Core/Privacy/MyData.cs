using EShop.Core.Accounts;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;

namespace EShop.Core.Privacy;

/// <summary>Everything that the shop keeps about one person, as it is written into the file. Amounts are in minor units
/// of the currency beside them, moments in UTC. What is no use to the person (hashes of passwords, keys) is left out.
/// </summary>
internal sealed record MyData(
    DateTimeOffset WrittenAt, MyProfile Profile, IReadOnlyList<MyFormerEmail> FormerEmails,
    IReadOnlyList<MyAddress> Addresses, IReadOnlyList<MySession> Sessions, IReadOnlyList<MyPasskey> Passkeys,
    IReadOnlyList<MyCartLine> Cart, IReadOnlyList<MyClaim> Coupons, IReadOnlyList<MyOrder> Orders,
    IReadOnlyList<MyMail> Mails);

internal sealed record MyProfile(
    long Id, string Email, string DisplayName, string MailLanguage, DateTimeOffset CreatedAt, bool HasPassword,
    bool HasAuthenticator, bool IsReturningCustomer, IReadOnlyList<string> Roles)
{
    /// <summary>The picture itself, as WebP; null without one, or while the object store is away.</summary>
    public byte[]? Picture { get; init; }
}

internal sealed record MyFormerEmail(string Email, DateTimeOffset ChangedAt, DateTimeOffset HeldUntil);

internal sealed record MyAddress(
    string Recipient, string Phone, string Region, string Line, string PostalCode, bool IsDefault);

internal sealed record MySession(
    DeviceBrowser Browser, DeviceSystem System, string Network, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);

internal sealed record MyPasskey(string? Name, DateTimeOffset CreatedAt);

internal sealed record MyCartLine(long SkuId, int Quantity, DateTimeOffset AddedAt);

internal sealed record MyClaim(
    long Id, LocalizedText Coupon, CouponTerms Terms, ClaimState State, string? OrderNumber, DateTimeOffset ClaimedAt,
    DateTimeOffset ExpiresAt);

internal sealed record MyOrder(
    string Number, OrderState State, CloseReason? CloseReason, string Currency, long GoodsMinor, long DiscountMinor,
    long ShippingMinor, long DueMinor, string Recipient, string Phone, string Region, string AddressLine,
    string PostalCode, string Note, string? Tracking, DateTimeOffset CreatedAt, IReadOnlyList<MyOrderLine> Lines,
    IReadOnlyList<MyOrderStep> Steps, IReadOnlyList<MyPayment> Payments)
{
    public IReadOnlyList<MyRefundRequest> RefundRequests { get; init; } = [];

    /// <summary>What staff wrote down about it.</summary>
    public IReadOnlyList<MyOrderNote> Notes { get; init; } = [];
}

internal sealed record MyOrderLine(
    string SkuCode, LocalizedText Name, LocalizedText Options, long UnitPriceMinor, int Quantity, long TotalMinor);

internal sealed record MyOrderStep(OrderState To, DateTimeOffset At, string Note);

internal sealed record MyPayment(
    string Provider, string ProviderId, long AmountMinor, string Currency, PaymentState State,
    DateTimeOffset ReceivedAt, IReadOnlyList<MyRefund> Refunds);

internal sealed record MyRefund(
    long AmountMinor, string Reason, string Answer, DateTimeOffset CreatedAt, DateTimeOffset? DoneAt);

internal sealed record MyRefundRequest(
    RefundRequestState State, string Reason, string Answer, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt);

internal sealed record MyOrderNote(string Text, DateTimeOffset At);

internal sealed record MyMail(string Subject, DateTimeOffset QueuedAt, DateTimeOffset? SentAt);
