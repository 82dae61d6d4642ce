using EShop.Core.Objects;
using EShop.Tests.Support;
using SkiaSharp;

namespace EShop.Tests.Objects;

public sealed class PictureCropTests : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly Pictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(false, "0", "500", "red")]
    [InlineData(false, "500", "500", "lime")]
    [InlineData(false, "1000", "500", "blue")]
    [InlineData(true, "500", "0", "red")]
    [InlineData(true, "500", "500", "lime")]
    [InlineData(true, "500", "1000", "blue")]
    [InlineData(true, null, null, "lime")]
    public async Task The_chosen_square_is_kept(bool isTall, string? x, string? y, string colour)
    {
        Assert.True(SquareCrop.TryParse(new CropFields(x, y, null), out var crop));
        Assert.Equal(colour, await MiddleAsync(TestPictures.Bands(isTall), crop));
    }

    /// <summary>Bands that are stored lying, red to blue from left to right, seen in each of the eight ways.</summary>
    [Theory]
    [InlineData(1, "0", "500", "red"), InlineData(1, "1000", "500", "blue")]
    [InlineData(2, "0", "500", "blue"), InlineData(2, "1000", "500", "red")]
    [InlineData(3, "0", "500", "blue"), InlineData(3, "1000", "500", "red")]
    [InlineData(4, "0", "500", "red"), InlineData(4, "1000", "500", "blue")]
    [InlineData(5, "500", "0", "red"), InlineData(5, "500", "1000", "blue")]
    [InlineData(6, "500", "0", "red"), InlineData(6, "500", "1000", "blue")]
    [InlineData(7, "500", "0", "blue"), InlineData(7, "500", "1000", "red")]
    [InlineData(8, "500", "0", "blue"), InlineData(8, "500", "1000", "red")]
    public async Task The_square_is_that_of_the_upright_picture(byte orientation, string x, string y, string colour)
    {
        Assert.True(SquareCrop.TryParse(new CropFields(x, y, "100"), out var crop));
        var turned = TestPictures.Turned(TestPictures.Bands(isTall: false), orientation);
        Assert.Equal(colour, await MiddleAsync(turned, crop));
    }

    /// <summary>And bands stored standing, where turning also swaps up and down.</summary>
    [Theory]
    [InlineData(2, "500", "0", "red"), InlineData(3, "500", "0", "blue"), InlineData(4, "500", "0", "blue")]
    [InlineData(5, "0", "500", "red"), InlineData(6, "0", "500", "blue"), InlineData(7, "0", "500", "blue")]
    [InlineData(8, "0", "500", "red"), InlineData(8, "1000", "500", "blue")]
    public async Task And_of_one_that_is_stored_standing(byte orientation, string x, string y, string colour)
    {
        Assert.True(SquareCrop.TryParse(new CropFields(x, y, "100"), out var crop));
        var turned = TestPictures.Turned(TestPictures.Bands(isTall: true), orientation);
        Assert.Equal(colour, await MiddleAsync(turned, crop));
    }

    [Fact]
    public async Task Zoomed_four_times_a_quarter_of_the_side_is_kept()
    {
        // The left half is red: at the middle line a quarter that begins at 0 is all red, the largest square is not.
        Assert.True(SquareCrop.TryParse(new CropFields("0", "0", "400"), out var crop));
        var result = await pictures.ReadSquareAsync(TestPictures.Png(400, 400), crop, Ct);
        using var bitmap = SKBitmap.Decode(result.Large);
        Assert.Equal("red", NameOf(bitmap.GetPixel(500, 256)));
        using var whole = SKBitmap.Decode((await pictures.ReadSquareAsync(TestPictures.Png(400, 400), Ct)).Large);
        Assert.Equal("blue", NameOf(whole.GetPixel(500, 256)));
    }

    [Theory]
    [InlineData("-1", "0", "100")]
    [InlineData("0", "1001", "100")]
    [InlineData("0", "0", "99")]
    [InlineData("0", "0", "401")]
    [InlineData("1.5", "0", "100")]
    [InlineData(" 1", "0", "100")]
    [InlineData("٣", "0", "100")]
    [InlineData("NaN", "0", "100")]
    [InlineData("0", "0", "99999999999")]
    public void Abuse_82_what_is_no_square_is_refused(string x, string y, string zoom)
    {
        Assert.False(SquareCrop.TryParse(new CropFields(x, y, zoom), out var crop));
        Assert.Equal(SquareCrop.Centre, crop);
    }

    private async Task<string> MiddleAsync(byte[] picture, SquareCrop crop)
    {
        var result = await pictures.ReadSquareAsync(picture, crop, Ct);
        Assert.Equal(PictureStatus.Read, result.Status);
        using var bitmap = SKBitmap.Decode(result.Large);
        return NameOf(bitmap.GetPixel(256, 256));
    }

    private static string NameOf(SKColor colour) => (colour.Red > 128, colour.Green > 128, colour.Blue > 128) switch
    {
        (true, false, false) => "red",
        (false, true, false) => "lime",
        (false, false, true) => "blue",
        _ => colour.ToString(),
    };
}
