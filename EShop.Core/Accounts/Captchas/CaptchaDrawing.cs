using System.Security.Cryptography;
using SkiaSharp;

namespace EShop.Core.Accounts.Captchas;

/// <summary>
/// Draws five signs so that a person reads them at a glance and a simple program does not: two faces, turned and
/// moved, two strokes across. The faces are shipped with the shop: a server has no fonts.
/// </summary>
internal static class CaptchaDrawing
{
    public const int Width = 220;
    public const int Height = 80;

    /// <summary>Signs that are not mistaken for one another: no 0 and O, 1 and I, 5 and S, 2 and Z, 8 and B.</summary>
    public const string Alphabet = "ACDEFHJKMNPRTWXY34679";

    public const int LengthOfText = 5;

    private static readonly SKTypeface[] Faces = [LoadFace("CaptchaSans.ttf"), LoadFace("CaptchaSerif.ttf")];

    private static readonly SKColor Ground = new(0xF4, 0xF1, 0xEA);

    private static readonly SKColor[] Inks =
    [
        new(0x1F, 0x3A, 0x5F), new(0x5B, 0x2A, 0x4E), new(0x1E, 0x4D, 0x3A), new(0x6B, 0x35, 0x1A),
    ];

    public static string NewText() => RandomNumberGenerator.GetString(Alphabet, LengthOfText);

    /// <summary>A PNG of a few kilobytes. The randomness here is decoration: the secret is the text.</summary>
    public static byte[] Draw(string text)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new InvalidOperationException("No drawing surface could be made.");
        var canvas = surface.Canvas;
        canvas.Clear(Ground);
        DrawDots(canvas);
        var step = (Width - 36f) / text.Length;
        for (var i = 0; i < text.Length; i++)
            DrawSign(canvas, text[i], new SKPoint(18 + step * (i + 0.5f), Height / 2f));
        DrawStroke(canvas);
        DrawStroke(canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void DrawSign(SKCanvas canvas, char sign, SKPoint middle)
    {
        using var font = new SKFont(Faces[Random.Shared.Next(Faces.Length)], Between(40, 48));
        using var paint = new SKPaint { Color = AnyInk(), IsAntialias = true };
        var text = sign.ToString();
        font.MeasureText(text, out var bounds, paint);
        canvas.Save();
        canvas.Translate(middle.X + Between(-4, 4), middle.Y + Between(-7, 7));
        canvas.RotateDegrees(Between(-18, 18));
        canvas.Skew(Between(-0.18f, 0.18f), 0);
        canvas.DrawText(text, -bounds.MidX, -bounds.MidY, SKTextAlign.Left, font, paint);
        canvas.Restore();
    }

    private static void DrawStroke(SKCanvas canvas)
    {
        using var path = new SKPathBuilder();
        path.MoveTo(Between(0, 20), Between(15, Height - 15));
        path.CubicTo(
            Width / 3f, Between(0, Height), Width * 2 / 3f, Between(0, Height), Width - Between(0, 20),
            Between(15, Height - 15));
        using var paint = new SKPaint
        {
            Color = AnyInk(), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = Between(1.5f, 2.5f),
        };
        using var drawn = path.Detach();
        canvas.DrawPath(drawn, paint);
    }

    private static void DrawDots(SKCanvas canvas)
    {
        using var paint = new SKPaint { IsAntialias = true };
        for (var i = 0; i < 60; i++)
        {
            paint.Color = AnyInk().WithAlpha(0x50);
            canvas.DrawCircle(Between(0, Width), Between(0, Height), Between(0.8f, 2f), paint);
        }
    }

    private static SKColor AnyInk() => Inks[Random.Shared.Next(Inks.Length)];

    private static float Between(float least, float most) => least + Random.Shared.NextSingle() * (most - least);

    private static SKTypeface LoadFace(string name)
    {
        using var stream = typeof(CaptchaDrawing).Assembly
            .GetManifestResourceStream($"EShop.Core.Accounts.Captchas.{name}")
            ?? throw new InvalidOperationException($"The captcha face {name} is missing in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"{name} is not a font.");
    }
}
