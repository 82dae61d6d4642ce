using System.Diagnostics;
using EShop.Core.Accounts.Captchas;
using SkiaSharp;

namespace EShop.Tests.Accounts;

public sealed class CaptchaDrawingTests
{
    private const int Samples = 60;

    [Fact]
    public void The_picture_is_drawn_without_fonts_of_the_system()
    {
        using var drawn = SKBitmap.Decode(CaptchaDrawing.Draw("ACDEF"));
        Assert.Equal((CaptchaDrawing.Width, CaptchaDrawing.Height), (drawn.Width, drawn.Height));
        var dark = drawn.Pixels.Count(pixel => pixel.Red < 0x80);
        Assert.InRange(dark, 1000, 8000);
    }

    [Fact]
    public void Abuse_24_the_text_is_from_signs_that_are_not_mistaken_and_stands_nowhere_in_the_file()
    {
        for (var i = 0; i < Samples; i++)
        {
            var text = CaptchaDrawing.NewText();
            Assert.Matches($"^[{CaptchaDrawing.Alphabet}]{{{CaptchaDrawing.LengthOfText}}}$", text);
            var file = System.Text.Encoding.Latin1.GetString(CaptchaDrawing.Draw(text));
            Assert.DoesNotContain(text, file, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>The half that was fastest, since others work on this machine too.</summary>
    [Fact]
    public void Abuse_25_a_picture_costs_some_milliseconds()
    {
        CaptchaDrawing.Draw("ACDEF");
        var took = Enumerable.Range(0, Samples).Select(_ =>
        {
            var began = Stopwatch.GetTimestamp();
            CaptchaDrawing.Draw("ACDEF");
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }).Order().ToList();
        Assert.InRange(took[Samples / 2], 0, 15);
    }
}
