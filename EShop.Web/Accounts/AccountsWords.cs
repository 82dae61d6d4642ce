namespace EShop.Web.Accounts;

/// <summary>Marks the texts of sign-up, sign-in and account pages (AccountsWords.resx and .zh.resx).</summary>
public sealed class AccountsWords;
