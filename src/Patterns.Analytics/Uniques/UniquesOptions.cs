namespace Patterns.Analytics.Uniques;

/// <summary>The options of <see cref="RedisUniques"/>. They are read once, when it is created.</summary>
public sealed class UniquesOptions : RedisAnalyticsOptions
{
    /// <summary>The most members that one call adds.</summary>
    public const int MaxMembers = 5_000;

    /// <summary>The most buckets that one call counts over.</summary>
    public const int MaxBuckets = 1_000;

    /// <summary>Creates options with their defaults.</summary>
    public UniquesOptions()
        : base("uniques")
    {
    }

    /// <summary>How long a bucket is. Uniques can be counted over any set of buckets, not over parts of one.</summary>
    /// <value>1 minute to 366 days; the default is 1 day. Buckets begin at multiples of it since 1970, UTC.</value>
    public TimeSpan Bucket { get; set; } = TimeSpan.FromDays(1);

    /// <summary>For how long a bucket can be read after its end.</summary>
    /// <value>1 minute to 20 years; the default is 400 days. A bucket takes at most 12 KiB.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);
}
