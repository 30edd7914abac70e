namespace Patterns.Analytics.Counters;

/// <summary>How finely and for how long counts are kept.</summary>
/// <param name="Bucket">How long a bucket is: 1 second to 366 days. Buckets begin at multiples of it since 1970,
/// UTC.</param>
/// <param name="Retention">For how long a bucket can be read after its end, at least; 1 minute to 20 years.</param>
public sealed record CounterResolution(TimeSpan Bucket, TimeSpan Retention)
{
    /// <summary>Minutes, kept for two days.</summary>
    public static CounterResolution Minute { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromDays(2));

    /// <summary>Hours, kept for sixty days.</summary>
    public static CounterResolution Hour { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromDays(60));

    /// <summary>Days, kept for two years.</summary>
    public static CounterResolution Day { get; } = new(TimeSpan.FromDays(1), TimeSpan.FromDays(731));
}
