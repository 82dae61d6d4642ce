using System.Threading.Channels;

namespace EShop.Core.Storage;

/// <summary>Tells whoever waits for rows (messages, mails) that a transaction of this process has just written some, so
/// that nobody has to poll fast. A lost signal costs a little time: due times in the rows are the truth.</summary>
public sealed class CommitSignal
{
    private readonly List<Channel<bool>> _listeners = [];

    internal ChannelReader<bool> Listen()
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropWrite,
        });
        lock (_listeners) _listeners.Add(channel);
        return channel.Reader;
    }

    internal void Raise()
    {
        lock (_listeners)
            foreach (var listener in _listeners) listener.Writer.TryWrite(true);
    }
}
