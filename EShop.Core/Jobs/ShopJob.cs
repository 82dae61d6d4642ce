using Quartz;

namespace EShop.Core.Jobs;

/// <summary>A job that runs again and again.</summary>
internal sealed record ShopJob(JobKey Key, TimeSpan Period)
{
    public string Name => Key.Name;

    /// <summary>Its one clock.</summary>
    public static TriggerKey TriggerOf(JobKey key) => new(key.Name);
}
