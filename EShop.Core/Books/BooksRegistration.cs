using EShop.Core.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EShop.Core.Books;

internal static class BooksRegistration
{
    public static IServiceCollection AddBooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BooksOptions>().Bind(configuration.GetSection(BooksOptions.Section))
            .Validate(o => o.Grace >= TimeSpan.Zero && o.Grace <= TimeSpan.FromHours(1),
                "Books:Grace must be between 00:00:00 and 01:00:00")
            .Validate(o => o.Every >= TimeSpan.FromSeconds(10) && o.Every <= TimeSpan.FromDays(1),
                "Books:Every must be between 00:00:10 and 1.00:00:00")
            .ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<BooksMetrics>();
        services.AddSingleton<CheckBooks>();
        services.AddSingleton<ReadBookHistory>();
        return services.AddShopJob<CheckBooksJob>(
            CheckBooksJob.Key, provider => provider.GetRequiredService<IOptions<BooksOptions>>().Value.Every);
    }
}
