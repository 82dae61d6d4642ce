namespace EShop.Web.Accounts;

/// <summary>Marks the texts about changing the address, getting one's data and erasing the account (SafetyWords.resx
/// and .zh.resx).</summary>
public sealed class SafetyWords;
