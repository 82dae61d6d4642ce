namespace EShop.Core.Accounts.SecondFactor;

/// <summary>The authenticator app of an account. The row is there exactly while the second step is on.</summary>
internal sealed class Authenticator
{
    public const int SealedKeyMax = 500;

    private Authenticator() { }

    public Authenticator(long accountId, string sealedKey, long firstStep, DateTimeOffset at)
    {
        AccountId = accountId;
        SealedKey = sealedKey;
        LastStep = firstStep;
        CreatedAt = CodesMadeAt = at;
    }

    public long AccountId { get; private set; }

    /// <summary>The shared key, sealed by data protection: a copy of the database makes no codes.</summary>
    public string SealedKey { get; private set; } = "";

    /// <summary>The newest time step whose code was used; that one and older ones are refused. Raised by guarded update
    /// only (<see cref="AuthenticatorLedger"/>).</summary>
    public long LastStep { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset CodesMadeAt { get; private set; }
}

/// <summary>One recovery code that was not used yet; a used one is gone.</summary>
internal sealed class RecoveryCode
{
    public const int HashLength = 64;

    private RecoveryCode() { }

    public RecoveryCode(long accountId, string hash)
    {
        AccountId = accountId;
        Hash = hash;
    }

    public long AccountId { get; private set; }

    /// <summary>SHA-256 of account and code: with 79 random bits there is nothing to guess, so it need not be
    /// slow.</summary>
    public string Hash { get; private set; } = "";
}
