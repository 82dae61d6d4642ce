using EShop.Core.Catalog.Import;
using EShop.Core.Catalog.LowStock;
using EShop.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Catalog.Manage;

internal static class ManageRegistration
{
    public static IServiceCollection AddCatalogManagement(this IServiceCollection services) => services
        .AddSingleton<ImportProductsByStaff>()
        .AddSingleton<ExportProducts>()
        .AddSingleton<SaveProduct>()
        .AddSingleton<ShowProductForStaff>()
        .AddSingleton<ListProductsForStaff>()
        .AddSingleton<ChangeStock>()
        .AddSingleton<ShowStock>()
        .AddSingleton<AddProductPicture>()
        .AddSingleton<RemoveProductPicture>()
        .AddSingleton<WatchLowStock>()
        .AddShopJob<WatchLowStockJob>(WatchLowStockJob.Key, _ => WatchLowStockJob.Period);
}
