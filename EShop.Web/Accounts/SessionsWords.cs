namespace EShop.Web.Accounts;

/// <summary>Marks the texts of the page that lists where one is signed in (SessionsWords.resx and .zh.resx).</summary>
public sealed class SessionsWords;
