using System.Text;
using EShop.Core.Accounts.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace EShop.Tests.Accounts;

public sealed class PasswordHashingTests
{
    private const string Password = " pass wörd \0 🔑 ";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_fresh_hash_is_a_phc_string_at_or_above_the_floor()
    {
        using var hashing = New(new PasswordHashOptions());
        var hash = hashing.Hash(Password);

        Assert.StartsWith("$argon2id$v=19$m=47104,t=2,p=1$", hash, StringComparison.Ordinal);
        Assert.True(Argon2Hash.TryParse(hash, out var parsed));
        Assert.False(parsed.Cost.IsBelow(new Argon2Cost(PasswordHashOptions.MemoryKibFloor, 2)));
        Assert.Equal(PasswordCheck.Right, hashing.Check(hash, Password));
        Assert.NotEqual(hash, hashing.Hash(Password));
    }

    [Fact]
    public void Another_implementation_makes_the_same_hash()
    {
        var hash = Argon2Hash.Create(Password, new Argon2Cost(PasswordHashOptions.MemoryKibFloor, 2));
        var other = new Argon2BytesGenerator();
        other.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id).WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(PasswordHashOptions.MemoryKibFloor).WithIterations(2).WithParallelism(1)
            .WithSalt(hash.Salt).Build());
        var tag = new byte[hash.Tag.Length];
        other.GenerateBytes(Encoding.UTF8.GetBytes(Password), tag);
        Assert.Equal(tag, hash.Tag);
        Assert.True(Argon2Hash.IsAvailable(out var reason), reason);
    }

    /// <summary>Abuse 6: nothing is trimmed, cut or made equal.</summary>
    [Theory]
    [InlineData("pass wörd \0 🔑 ")]
    [InlineData(" pass wörd ")]
    [InlineData(" PASS wörd \0 🔑 ")]
    [InlineData("")]
    public void Abuse_6_a_password_counts_exactly_as_typed(string other)
    {
        using var hashing = New(Small());
        Assert.Equal(PasswordCheck.Wrong, hashing.Check(hashing.Hash(Password), other));
    }

    [Fact]
    public void A_weaker_hash_is_right_and_wants_renewal()
    {
        using var small = New(Small());
        using var normal = New(new PasswordHashOptions());
        Assert.Equal(PasswordCheck.RightButWeak, normal.Check(small.Hash(Password), Password));
        Assert.Equal(PasswordCheck.Wrong, normal.Check(small.Hash(Password), "other"));
        Assert.Equal(PasswordCheck.Right, small.Check(normal.Hash(Password), Password));
    }

    [Fact]
    public void Hashes_of_Identity_open_and_want_renewal()
    {
        var old = new PasswordHasher<object>().HashPassword(this, Password);
        using var argon2 = New(new PasswordHashOptions());
        using var pbkdf2 = New(new PasswordHashOptions { Algorithm = PasswordAlgorithm.Pbkdf2 });

        Assert.Equal(PasswordCheck.RightButWeak, argon2.Check(old, Password));
        Assert.Equal(PasswordCheck.RightButWeak, pbkdf2.Check(old, Password));
        Assert.Equal(PasswordCheck.Right, pbkdf2.Check(pbkdf2.Hash(Password), Password));
        Assert.Equal(PasswordCheck.RightButWeak, argon2.Check(pbkdf2.Hash(Password), Password));
        Assert.Equal(PasswordCheck.RightButWeak, pbkdf2.Check(argon2.Hash(Password), Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a hash")]
    [InlineData("$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAA")]
    public void A_spoilt_row_opens_with_no_password(string stored)
    {
        using var hashing = New(Small());
        Assert.Equal(PasswordCheck.Wrong, hashing.Check(stored, Password));
    }

    [Fact]
    public async Task Abuse_2_an_unknown_account_costs_the_same_work_and_is_wrong()
    {
        using var hashing = New(Small());
        Assert.Equal(PasswordCheck.Wrong, await hashing.CheckAsync(new PasswordToCheck(null, Password), Ct));
    }

    [Fact]
    public async Task A_full_queue_is_busy_and_nobody_is_lost()
    {
        using var hashing = New(new PasswordHashOptions { ParallelMax = 1, QueueMax = 3 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => hashing.HashAsync(Password, Ct)));
        Assert.Equal(4, answers.Count(hash => hash is not null));
    }

    private static PasswordHashing New(PasswordHashOptions options) =>
        new(Options.Create(options), NullLogger<PasswordHashing>.Instance);

    private static PasswordHashOptions Small() => new() { MemoryKib = PasswordHashOptions.MemoryKibFloor };
}
