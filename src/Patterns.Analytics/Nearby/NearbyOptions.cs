namespace Patterns.Analytics.Nearby;

/// <summary>The options of <see cref="RedisNearby"/>. They are read once, when it is created.</summary>
public sealed class NearbyOptions : RedisAnalyticsOptions
{
    /// <summary>The most places that one call reads, and skips.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Creates options with their defaults.</summary>
    public NearbyOptions()
        : base("nearby")
    {
    }

    /// <summary>For how long a position holds if it is not renewed: for what moves, such as drivers.</summary>
    /// <value>1 second to 366 days; null, the default, for what stays, such as shops.</value>
    public TimeSpan? PositionLifetime { get; set; }
}
