using EShop.Core.Accounts.Captchas;
using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Guard;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignUpGuardOptions>()
            .Bind(configuration.GetSection(SignUpGuardOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignUpGuardOptions>, SignUpGuardOptionsCheck>();
        services.AddOptions<PasswordHashOptions>()
            .Bind(configuration.GetSection(PasswordHashOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PasswordHashOptions>, PasswordHashOptionsCheck>();
        services.AddOptions<SessionLimits>()
            .Bind(configuration.GetSection(SessionLimits.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SessionLimits>, SessionLimitsCheck>();
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<CodeKey>();
        services.AddSingleton<GuardCounts>();
        services.AddSingleton<MailCodes>();
        services.AddSingleton<Captchas.Captchas>();
        services.AddSingleton<SignInPauses>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<PasswordAsk>();
        services.AddSingleton<ReturningCustomers>();
        services.AddSingleton<CodeDesk>();
        services.AddSingleton<Avatars>();
        services.AddSingleton<StaffGate>();
        services.AddShopJob<SweepAvatarsJob>(SweepAvatarsJob.Key, _ => SweepAvatarsJob.Period);
        services.AddShopJob<SweepSessionsJob>(SweepSessionsJob.Key, _ => SweepSessionsJob.Period);
        return services.AddSecondFactor().AddAccountUseCases().AddSessionUseCases();
    }

    private static IServiceCollection AddAccountUseCases(this IServiceCollection services) => services
        .AddSingleton<BeginSignUp>()
        .AddSingleton<CompleteSignUp>()
        .AddSingleton<ShowSignUpGuard>()
        .AddSingleton<SignIn>()
        .AddSingleton<BeginPasswordReset>()
        .AddSingleton<ResetPassword>()
        .AddSingleton<ChangePassword>()
        .AddSingleton<GetProfile>()
        .AddSingleton<EditProfile>()
        .AddSingleton<ChangeAvatar>()
        .AddSingleton<OpenAvatar>()
        .AddSingleton<SweepAvatars>()
        .AddSingleton<ListAddresses>()
        .AddSingleton<SaveAddress>()
        .AddSingleton<SetDefaultAddress>()
        .AddSingleton<DeleteAddress>()
        .AddSingleton<CreateAdmin>()
        .AddSingleton<CreateDemoCustomers>();

    private static IServiceCollection AddSessionUseCases(this IServiceCollection services) => services
        .AddSingleton<BeginSession>()
        .AddSingleton<CheckSession>()
        .AddSingleton<ListSessions>()
        .AddSingleton<EndSession>()
        .AddSingleton<EndOtherSessions>()
        .AddSingleton<SignOut>()
        .AddSingleton<SweepSessions>()
        .AddSingleton<BeginEmailChange>()
        .AddSingleton<ConfirmEmailChange>();
}
