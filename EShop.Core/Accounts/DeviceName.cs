namespace EShop.Core.Accounts;

public enum DeviceBrowser { Other = 1, Chrome, Edge, Firefox, Safari, Opera, SamsungInternet, WeChat, Alipay, Quark }

public enum DeviceSystem { Other = 1, Windows, MacOs, Linux, ChromeOs, Android, HarmonyOs, IPhone, IPad }

/// <summary>What a person would call a browser, read from what it says of itself. A word for the owner's list, nothing
/// rests on it: every browser can say what it likes.</summary>
public readonly record struct DeviceName(DeviceBrowser Browser, DeviceSystem System)
{
    private const int ReadMax = 512;

    // In this order: all of them also claim to be those that stand below.
    private static readonly (string Sign, DeviceBrowser Browser)[] Browsers =
    [
        ("MicroMessenger/", DeviceBrowser.WeChat), ("AlipayClient/", DeviceBrowser.Alipay),
        ("Quark/", DeviceBrowser.Quark), ("Edg", DeviceBrowser.Edge), ("OPR/", DeviceBrowser.Opera),
        ("SamsungBrowser/", DeviceBrowser.SamsungInternet), ("Firefox/", DeviceBrowser.Firefox),
        ("FxiOS/", DeviceBrowser.Firefox), ("Chrome/", DeviceBrowser.Chrome), ("CriOS/", DeviceBrowser.Chrome),
        ("Safari/", DeviceBrowser.Safari),
    ];

    private static readonly (string Sign, DeviceSystem System)[] Systems =
    [
        ("iPad", DeviceSystem.IPad), ("iPhone", DeviceSystem.IPhone), ("HarmonyOS", DeviceSystem.HarmonyOs),
        ("OpenHarmony", DeviceSystem.HarmonyOs), ("Android", DeviceSystem.Android), ("CrOS", DeviceSystem.ChromeOs),
        ("Windows", DeviceSystem.Windows), ("Macintosh", DeviceSystem.MacOs), ("Linux", DeviceSystem.Linux),
    ];

    public static DeviceName Of(string? userAgent)
    {
        var text = userAgent is { Length: > ReadMax } ? userAgent[..ReadMax] : userAgent ?? "";
        var browser = Browsers.FirstOrDefault(b => text.Contains(b.Sign, StringComparison.Ordinal)).Browser;
        var system = Systems.FirstOrDefault(s => text.Contains(s.Sign, StringComparison.Ordinal)).System;
        return new DeviceName(
            browser == default ? DeviceBrowser.Other : browser, system == default ? DeviceSystem.Other : system);
    }
}
