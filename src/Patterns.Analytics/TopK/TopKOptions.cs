namespace Patterns.Analytics.TopK;

/// <summary>The options of <see cref="RedisTopK"/>. They are read once, when it is created.</summary>
public sealed class TopKOptions : RedisAnalyticsOptions
{
    /// <summary>Creates options with their defaults.</summary>
    public TopKOptions()
        : base("topk")
    {
    }

    /// <summary>How many items a list keeps, whatever the number of different items. A count is too high by at most the
    /// sum of all counts divided by this.</summary>
    /// <value>1 to 100,000; the default is 1,000. Ten times as many as are shown is a good choice.</value>
    public int Capacity { get; set; } = 1_000;

    /// <summary>After how long an item counts half, for lists of what is frequent now.</summary>
    /// <value>1 second to 366 days; null, the default, when everything counts for ever. It must not change while there
    /// are lists.</value>
    public TimeSpan? HalfLife { get; set; }

    /// <summary>For how long a list is kept to which nothing is added.</summary>
    /// <value>1 minute to 20 years; the default is 30 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
