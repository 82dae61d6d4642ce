namespace EShop.Web.Catalog;

public sealed class CatalogWords;
