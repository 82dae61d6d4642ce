using EShop.Core.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Accounts.Passwords;

internal enum PasswordCheck
{
    Busy = 1,
    Wrong = 2,

    /// <summary>Right, and the stored hash is weaker than today's setting: store a new one.</summary>
    RightButWeak = 3,
    Right = 4,
}

/// <summary>
/// Makes and checks password hashes, a few at a time: each takes 46 MiB, so an unbounded number would be a way to
/// take the shop down.
/// </summary>
public sealed partial class PasswordHashing : IDisposable
{
    private readonly PasswordHashOptions _options;
    private readonly PasswordHasher<object> _pbkdf2;
    private readonly Lazy<string> _pbkdf2Dummy;
    private readonly Argon2Cost _cost;
    private readonly string _dummy;
    private readonly WorkGate _gate;
    private readonly ILogger<PasswordHashing> _log;

    public PasswordHashing(IOptions<PasswordHashOptions> settings, ILogger<PasswordHashing> log)
    {
        _log = log;
        _options = settings.Value;
        _cost = new Argon2Cost(_options.MemoryKib, _options.Passes);
        _pbkdf2 = new PasswordHasher<object>(
            Options.Create(new PasswordHasherOptions { IterationCount = _options.Iterations }));
        _pbkdf2Dummy = new Lazy<string>(() => _pbkdf2.HashPassword(this, Guid.NewGuid().ToString()));
        _gate = new WorkGate(new WorkGateSize(_options.ParallelMax, _options.QueueMax));
        _dummy = _options.Algorithm == PasswordAlgorithm.Argon2id
            ? Argon2Hash.CreateUnmatchable(_cost).ToString()
            : _pbkdf2Dummy.Value;
    }

    /// <summary>Null when too many are waiting already.</summary>
    internal async Task<string?> HashAsync(string password, CancellationToken ct)
    {
        string? hash = null;
        await _gate.TryRunAsync(() => hash = Hash(password), ct);
        return hash;
    }

    /// <summary>Without a stored hash (nobody of that name) it does the same work and says Wrong.</summary>
    internal async Task<PasswordCheck> CheckAsync(PasswordToCheck asked, CancellationToken ct)
    {
        var check = PasswordCheck.Busy;
        await _gate.TryRunAsync(() => check = Check(asked.StoredHash ?? _dummy, asked.Password), ct);
        return asked.StoredHash is null && check is not PasswordCheck.Busy ? PasswordCheck.Wrong : check;
    }

    internal string Hash(string password) => _options.Algorithm switch
    {
        PasswordAlgorithm.Argon2id => Argon2Hash.Create(password, _cost).ToString(),
        PasswordAlgorithm.Pbkdf2 => _pbkdf2.HashPassword(this, password),
        _ => throw new InvalidOperationException("Unknown password algorithm."),
    };

    internal PasswordCheck Check(string storedHash, string password)
    {
        if (Argon2Hash.TryParse(storedHash, out var argon2))
        {
            if (!Argon2Hash.IsAvailable(out var reason))
            {
                // Brought from a machine that had libsodium: a new password by mail opens the account here.
                LogNoArgon2(reason);
                VerifyV3(_pbkdf2Dummy.Value, password);
                return PasswordCheck.Wrong;
            }

            if (!argon2.Matches(password))
                return PasswordCheck.Wrong;
            var isWeak = _options.Algorithm != PasswordAlgorithm.Argon2id || argon2.Cost.IsBelow(_cost);
            return isWeak ? PasswordCheck.RightButWeak : PasswordCheck.Right;
        }

        // Identity's V3 format, made by our fallback or brought along from another shop.
        return VerifyV3(storedHash, password) switch
        {
            PasswordVerificationResult.Success when _options.Algorithm == PasswordAlgorithm.Pbkdf2 =>
                PasswordCheck.Right,
            PasswordVerificationResult.Success or PasswordVerificationResult.SuccessRehashNeeded =>
                PasswordCheck.RightButWeak,
            _ => PasswordCheck.Wrong,
        };
    }

    public void Dispose() => _gate.Dispose();

    private PasswordVerificationResult VerifyV3(string storedHash, string password)
    {
        try
        {
            return _pbkdf2.VerifyHashedPassword(this, storedHash, password);
        }
        catch (FormatException)
        {
            // Neither of the two formats: a row that no password opens.
            return PasswordVerificationResult.Failed;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "An Argon2id hash cannot be checked on this machine ({Reason}); its owner needs a new password")]
    private partial void LogNoArgon2(string reason);
}

/// <param name="StoredHash">Null when there is no such account.</param>
/// <param name="Password">As typed.</param>
internal sealed record PasswordToCheck(string? StoredHash, string Password);
