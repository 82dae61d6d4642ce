using System.CommandLine;
using EShop.Bench;

var root = new RootCommand("EShop.Bench: measures the plain way, the shop's and the machine's ceiling in one run.")
{
    CouponsBench.Command(),
    CheckoutBench.Command(),
    SettleBench.Command(),
    HashBench.Command(),
    SignUpBench.Command(),
};
var parsed = root.Parse(args);
var exit = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exit;
