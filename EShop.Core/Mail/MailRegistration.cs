using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Mail;

internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services.AddSingleton<IMailTransport>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MailOptions>>().Value;
            return options.Host is null
                ? new FolderMailTransport(FolderOf(provider.GetRequiredService<IOptions<ShopOptions>>().Value))
                : new SmtpMailTransport(options);
        });
        services.AddSingleton(provider => new SendDueMail(
            provider.GetRequiredService<ShopStore>(),
            provider.GetRequiredService<IMailTransport>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SendDueMail>>(),
            provider.GetRequiredService<IOptions<MailOptions>>()));
        services.AddBacklog<MailBacklog>();
        services.AddSingleton<ReadMailFolder>();
        services.AddSingleton<OpenWrittenMail>();
        return services;
    }

    internal static string FolderOf(ShopOptions shop) => Path.Combine(shop.DataFolder, "mail");
}
