using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Storage;

internal static class LocalizedTextMapping
{
    /// <summary>Bounds both languages of a text to <paramref name="max"/> characters.</summary>
    public static void HasTextMax(this ComplexPropertyBuilder<LocalizedText> text, int max)
    {
        text.Property(t => t.En).HasMaxLength(max);
        text.Property(t => t.Zh).HasMaxLength(max);
    }
}
