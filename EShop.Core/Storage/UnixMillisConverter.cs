using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EShop.Core.Storage;

/// <summary>Times are kept as UTC milliseconds since 1970: SQLite cannot compare <see cref="DateTimeOffset"/>, and a
/// whole number sorts the same everywhere.</summary>
internal sealed class UnixMillisConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(), millis => DateTimeOffset.FromUnixTimeMilliseconds(millis));
