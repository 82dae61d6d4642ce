namespace EShop.Web.Accounts.SecondFactor;

/// <summary>The texts about second factors, in <c>SecurityWords.resx</c> and <c>SecurityWords.zh.resx</c>.</summary>
public sealed class SecurityWords;
