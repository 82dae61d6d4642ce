using EShop.Core.Jobs;
using EShop.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Privacy;

internal static class PrivacyRegistration
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<PrepareMyData>();
        services.AddSingleton<ExportMyData>();
        services.AddSingleton<ExportTickets>();
        services.AddSingleton<EraseAccount>();
        services.AddSingleton<FinishErasures>();
        services.AddShopJob<FinishErasuresJob>(FinishErasuresJob.Key, _ => FinishErasuresJob.Period);
        services.AddMessageHandler<AccountErased, RemoveErasedPicture>();
        services.AddMessageHandler<ForgetFarewell, ForgetFarewellHandler>();
        return services;
    }
}
