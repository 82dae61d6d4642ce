using EShop.Core.Catalog.Browse;
using EShop.Core.Catalog.Import;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Catalog;

internal static class CatalogRegistration
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<SimilarProducts>()
        .AddSingleton<ListCategories>()
        .AddSingleton<ListProducts>()
        .AddSingleton<OpenProductPicture>()
        .AddSingleton<ShowHome>()
        .AddSingleton<ShowProduct>()
        .AddSingleton<ImportProducts>();
}
