using EShop.Core.Messaging;

namespace EShop.Core.Accounts;

/// <summary>Written in the transaction that makes an account; whoever gives something to new customers acts on it (S6).
/// </summary>
internal sealed record AccountCreated(long AccountId, DateTimeOffset CreatedAt) : IMessage;
