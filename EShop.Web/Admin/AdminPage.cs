using EShop.Web.Accounts;
using EShop.Web.Shell;
using EShop.Web.Widgets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EShop.Web.Admin;

/// <summary>What every management page needs: who acts, one thing at a time, a word about what came of it.</summary>
public abstract class AdminPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private AdminVoice Voice { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Session { get; set; }

    /// <summary>Who is signed in; 0, which no use case lets in, when nobody is.</summary>
    protected long ActorId { get; private set; }

    /// <summary>Something is under way; what is pressed meanwhile does nothing.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>The use case says that who is signed in is no admin (any more).</summary>
    protected bool IsRefused { get; set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        ActorId = Session is null ? 0 : (await Session).User.AccountIdOrNull() ?? 0;
        await LoadAsync();
    }

    /// <summary>Reads what the page shows, by the parameters of its address.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Runs one thing at a time: a second press, or one that was sent before the button went, does nothing.
    /// </summary>
    protected async Task RunAsync(Func<Task> act)
    {
        if (IsBusy) return;
        IsBusy = true;
        StateHasChanged();
        try
        {
            await act();
        }
        finally
        {
            IsBusy = false;
        }
    }

    protected void Say(string text) => Voice.Say(new AdminVoice.Word(text, Tone.Success));

    protected void Warn(string text) => Voice.Say(new AdminVoice.Word(text, Tone.Warning));

    /// <summary>Asks before what cannot be undone.</summary>
    protected Task<bool> ConfirmAsync(string title, string text, (string Yes, string No) answers) =>
        Voice.AskAsync(new AdminVoice.Question(title, text, answers.Yes, answers.No), Gone);

    /// <summary>The address of this page with other values in its query; null takes one out.</summary>
    protected string HrefWith(params (string Name, object? Value)[] query) => Navigation.GetUriWithQueryParameters(
        query.ToDictionary(q => q.Name, q => q.Value is string { Length: 0 } ? null : q.Value));

    /// <summary>Reads a name of an enum from the address; anything else is none.</summary>
    protected static T? Named<T>(string? name) where T : struct, Enum =>
        Enum.TryParse<T>(name, out var value) && Enum.IsDefined(value) && value.ToString() == name ? value : null;
}
