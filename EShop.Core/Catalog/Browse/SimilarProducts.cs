using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Browse;

/// <summary>
/// Finds what was probably meant when nothing has what was typed: words that differ by a letter or two, and Chinese
/// texts that share characters. It looks in memory, in a list that is up to a minute old; the list page reads the
/// products themselves fresh.
/// </summary>
public sealed class SimilarProducts(ShopStore store, TimeProvider time)
{
    private const int ProductsMax = 20_000, FoundMax = 48;
    private const double EnoughShare = 0.34;
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);
    private volatile Vocabulary? _vocabulary;

    /// <summary>Which products have a word or a pair of characters, by position in <paramref name="Ids"/>.</summary>
    private sealed record Vocabulary(long[] Ids, Dictionary<string, List<int>> Holders, DateTimeOffset ReadAt);

    /// <summary>Ids of the most similar products, at most 48; empty when none is similar enough.</summary>
    internal async Task<IReadOnlyList<long>> FindAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        var vocabulary = await VocabularyAsync(ct);
        var parts = words.SelectMany(WordParts.Of).ToList();
        var full = parts.Sum(p => p.Weight);
        var scores = new Dictionary<int, double>();
        foreach (var part in parts) Score(vocabulary, part, scores);
        return [.. scores.Where(s => s.Value >= full * EnoughShare)
            .OrderByDescending(s => s.Value).ThenBy(s => s.Key).Take(FoundMax).Select(s => vocabulary.Ids[s.Key])];
    }

    private static void Score(Vocabulary vocabulary, WordPart part, Dictionary<int, double> scores)
    {
        var best = new Dictionary<int, double>();
        foreach (var (word, likeness) in Alike(vocabulary, part))
        {
            foreach (var holder in vocabulary.Holders[word])
                best[holder] = Math.Max(best.GetValueOrDefault(holder), likeness);
        }
        foreach (var (holder, likeness) in best)
            scores[holder] = scores.GetValueOrDefault(holder) + (likeness * part.Weight);
    }

    private static IEnumerable<(string Word, double Likeness)> Alike(Vocabulary vocabulary, WordPart part)
    {
        if (vocabulary.Holders.ContainsKey(part.Text)) yield return (part.Text, 1);
        if (part.SlipsMax == 0) yield break;
        foreach (var word in vocabulary.Holders.Keys)
        {
            var slips = WordParts.Slips(part.Text, word, part.SlipsMax);
            if (slips <= part.SlipsMax) yield return (word, 1 - ((double)slips / part.Text.Length));
        }
    }

    private async Task<Vocabulary> VocabularyAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_vocabulary is { } fresh && now - fresh.ReadAt < Age) return fresh;
        return _vocabulary = await store.ReadAsync(db => ReadAsync(db, now, ct), ct);
    }

    private static async Task<Vocabulary> ReadAsync(ShopDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await ProductCards.Published(db).OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id)
            .Take(ProductsMax).Select(p => new { p.Id, p.SearchText }).ToListAsync(ct);
        var holders = new Dictionary<string, List<int>>();
        foreach (var (place, row) in rows.Index())
        {
            foreach (var part in row.SearchText.Split(' ').SelectMany(WordParts.Of).Select(p => p.Text).Distinct())
            {
                if (!holders.TryGetValue(part, out var list)) holders[part] = list = [];
                list.Add(place);
            }
        }
        return new Vocabulary([.. rows.Select(r => r.Id)], holders, now);
    }
}
