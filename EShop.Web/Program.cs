using EShop.Web.Commands;

return await ShopCommandLine.RunAsync(args, VerbConsole.OfProcess);
