namespace Patterns.Analytics.ActiveUsers;

/// <summary>The options of <see cref="RedisActiveUsers"/>. They are read once, when it is created.</summary>
public sealed class ActiveUsersOptions : RedisAnalyticsOptions
{
    /// <summary>The most days that one call looks at.</summary>
    public const int MaxDays = 400;

    /// <summary>Creates options with their defaults.</summary>
    public ActiveUsersOptions()
        : base("active")
    {
    }

    /// <summary>The highest number of a user. A bitmap is as long as the highest number in it, so numbers should begin
    /// at 0 and be given out one after the other.</summary>
    /// <value>0 to 4,294,967,294; the default is 99,999,999: at most 12.5 MB a day.</value>
    public long MaxUser { get; set; } = 99_999_999;

    /// <summary>For how long a day can be read after its end.</summary>
    /// <value>1 day to 20 years; the default is 400 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);
}
