using EShop.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddShopWeb();

var app = builder.Build();
app.UseShopWeb();
await app.RunAsync();
