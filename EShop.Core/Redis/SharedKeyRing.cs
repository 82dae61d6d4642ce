using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace EShop.Core.Redis;

/// <summary>
/// Keys that seal cookies, kept in Redis for all nodes and copied to each node's data folder: with Redis away at a
/// start, those who are signed in stay so. What was made meanwhile is shared when Redis is back.
/// </summary>
internal sealed class SharedKeyRing(IXmlRepository own, IXmlRepository shared) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var mine = own.GetAllElements();
        try
        {
            var all = shared.GetAllElements();
            Copy(all, mine, own);
            Copy(mine, all, shared);
            return Union(all, mine);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return mine;
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        own.StoreElement(element, friendlyName);
        try
        {
            shared.StoreElement(element, friendlyName);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            // Shared with the others when the ring is read next.
        }
    }

    private static void Copy(
        IReadOnlyCollection<XElement> from, IReadOnlyCollection<XElement> there, IXmlRepository to)
    {
        var known = there.Select(NameOf).ToHashSet();
        foreach (var element in from.Where(element => !known.Contains(NameOf(element))))
            to.StoreElement(element, NameOf(element));
    }

    private static List<XElement> Union(IReadOnlyCollection<XElement> all, IReadOnlyCollection<XElement> mine) =>
        [.. all.Concat(mine).DistinctBy(NameOf)];

    /// <summary>Keys have an id; revocations are told apart by what they say.</summary>
    private static string NameOf(XElement element) => element.Name.LocalName == "key"
        ? $"key-{element.Attribute("id")?.Value}"
        : $"revocation-{(uint)element.ToString().GetHashCode(StringComparison.Ordinal):x8}";
}
