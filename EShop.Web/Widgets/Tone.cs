namespace EShop.Web.Widgets;

/// <summary>What a chip or a notice means; the colour follows from it, and is never the only sign.</summary>
public enum Tone
{
    Neutral = 1,
    Info = 2,
    Success = 3,
    Warning = 4,
    Danger = 5,
}

internal static class Tones
{
    public static string Class(this Tone tone) => tone switch
    {
        Tone.Neutral => "neutral",
        Tone.Info => "info",
        Tone.Success => "success",
        Tone.Warning => "warning",
        Tone.Danger => "danger",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, null),
    };
}
