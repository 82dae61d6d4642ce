using EShop.Web.Widgets;

namespace EShop.Web.Shell;

/// <summary>What the management pages of one circuit say and ask; <c>AdminVoiceBox</c> in the layout shows it, so that
/// a word outlives the page that said it.</summary>
public sealed class AdminVoice(TimeProvider clock) : IDisposable
{
    /// <summary>For how long a good word stays; one that wants to be acted upon stays until it is closed.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(8);

    private ITimer? _silence;
    private TaskCompletionSource<bool>? _answer;

    public sealed record Word(string Text, Tone Tone);

    public sealed record Question(string Title, string Text, string Yes, string No);

    /// <summary>Another word or question, or none any more; the end of a word comes from a thread of the clock.
    /// </summary>
    public event EventHandler? Changed;

    public Word? Last { get; private set; }

    public Question? Asked { get; private set; }

    public void Say(Word word)
    {
        ArgumentNullException.ThrowIfNull(word);
        _silence?.Dispose();
        Last = word;
        _silence = word.Tone == Tone.Success
            ? clock.CreateTimer(_ => Silence(), null, Lasts, Timeout.InfiniteTimeSpan)
            : null;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Silence()
    {
        Last = null;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Whether the answer is yes; a question that is left open, or followed by another, is a no.</summary>
    public async Task<bool> AskAsync(Question question, CancellationToken ct)
    {
        Answer(isYes: false);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_answer, Asked) = (answer, question);
        Changed?.Invoke(this, EventArgs.Empty);
        await using var left = ct.Register(() => Answer(isYes: false));
        return await answer.Task;
    }

    public void Answer(bool isYes)
    {
        if (_answer is not { } answer) return;
        (_answer, Asked) = (null, null);
        Changed?.Invoke(this, EventArgs.Empty);
        answer.TrySetResult(isYes);
    }

    public void Dispose() => _silence?.Dispose();
}
