namespace Patterns.Caching.Strategies.RefreshAhead;

/// <summary>The options of a <see cref="RefreshAheadCache{TKey, TValue}"/>. They are read once, when it is
/// created.</summary>
public sealed class RefreshAheadOptions
{
    /// <summary>How long values live, without jitter: they are to be refreshed before that is over.</summary>
    /// <value>1 second to 3650 days; the default is 5 minutes.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After which share of its time a value that is read is refreshed in the background.</summary>
    /// <value>0.1 to 0.95; the default is 0.7. What is left must be enough for the source to answer.</value>
    public double RefreshAfter { get; set; } = 0.7;

    /// <summary>
    /// How often values that are kept warm are looked at, so that they are refreshed without being read.
    /// </summary>
    /// <value>100 milliseconds to 1 day; the default is 10 seconds. Take less than what <see cref="RefreshAfter"/>
    /// leaves of <see cref="TimeToLive"/>.</value>
    public TimeSpan WarmingInterval { get; set; } = TimeSpan.FromSeconds(10);
}
