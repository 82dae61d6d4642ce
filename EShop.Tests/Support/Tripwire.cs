using System.Text;

namespace EShop.Tests.Support;

/// <summary>What does not come through when a <see cref="Tripwire"/> is touched; its connection is cut then.</summary>
public enum Lost
{
    Nothing = 1,
    Request,

    /// <summary>The request comes through and is obeyed.</summary>
    Answer,
}

/// <summary>Something that happens once, when a text goes over a <see cref="FaultyWire"/> to the server; what carries
/// it waits until it has happened.</summary>
/// <param name="text">As it is on the wire: a part of a key, or of a statement; upper and lower case are
/// one.</param>
internal sealed class Tripwire(string text)
{
    private readonly Lock _lock = new();
    private readonly HashSet<object> _near = [];
    private int _left = 1;

    /// <summary>Which time it is that counts; the first if nothing is said.</summary>
    public int Nth { init => _left = value; }

    /// <summary>Only where this went over the same connection before it.</summary>
    public string? After { get; init; }

    public Func<Task> ActAsync { get; init; } = () => Task.CompletedTask;

    public Lost Loses { get; init; } = Lost.Nothing;

    public bool IsTouched { get; private set; }

    public bool IsTouchedBy(object connection, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (IsTouched) return false;
            var said = Encoding.Latin1.GetString(data);
            if (After is not null && IsIn(said, After)) _near.Add(connection);
            if (After is not null && !_near.Contains(connection)) return false;
            if (!IsIn(said, text) || --_left > 0) return false;
            return IsTouched = true;
        }
    }

    private static bool IsIn(string said, string part) => said.Contains(part, StringComparison.OrdinalIgnoreCase);
}
