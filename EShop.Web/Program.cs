using EShop.Web.Commands;
using EShop.Web.Health;

NativeMemory.ShareHeaps();
return await ShopCommandLine.RunAsync(args, VerbConsole.OfProcess);
