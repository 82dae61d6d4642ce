using System.Globalization;
using Bunit;
using EShop.Web.Widgets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Widgets;

/// <summary>What the widgets need around them; and the language of who looks at them, English until told.</summary>
public abstract class WidgetTest : BunitContext
{
    protected WidgetTest()
    {
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSingleton<MoneyFormat>();
        Services.AddSingleton<TimeFormat>();
        Speak("en");
    }

    protected static void Speak(string language) =>
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = new CultureInfo(language);
}
