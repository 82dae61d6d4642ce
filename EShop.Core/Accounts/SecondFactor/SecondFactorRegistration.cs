using EShop.Core.Accounts.Passkeys;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Accounts.SecondFactor;

internal static class SecondFactorRegistration
{
    public static IServiceCollection AddSecondFactor(this IServiceCollection services) => services
        .AddSingleton<TimedSeals>()
        .AddSingleton<SecondStepLimits>()
        .AddSingleton<AskAgain>()
        .AddSingleton<ShowFactors>()
        .AddSingleton<BeginAuthenticator>()
        .AddSingleton<ConfirmAuthenticator>()
        .AddSingleton<TurnOffAuthenticator>()
        .AddSingleton<RenewRecoveryCodes>()
        .AddSingleton<CompleteSecondStep>()
        .AddSingleton<ForgetFactors>()
        .AddSingleton<PasskeyCeremonies>()
        .AddSingleton<BeginPasskey>()
        .AddSingleton<AddPasskey>()
        .AddSingleton<RemovePasskey>()
        .AddSingleton<BeginPasskeySignIn>()
        .AddSingleton<SignInWithPasskey>()
        .AddSingleton<AskAgainWithPasskey>();
}
