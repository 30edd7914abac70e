using System.Globalization;

namespace Patterns.Caching.Entries;

/// <summary>How long entries live: the bounds, and the jitter that keeps entries which were stored together from
/// expiring together (a cache avalanche).</summary>
/// <param name="timeToLive">The cache's time to live.</param>
/// <param name="jitter">The cache's jitter.</param>
/// <param name="random">The source of the jitter.</param>
internal sealed class EntryLifetime(TimeSpan timeToLive, double jitter, Random random)
{
    public const double MaxJitter = 0.5;

    public static readonly TimeSpan Min = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan Max = TimeSpan.FromDays(3650);

    // A seeded Random is not safe for concurrent use.
    private readonly Lock _drawing = new();

    public static TimeSpan CheckTimeToLive(TimeSpan timeToLive)
    {
        if (timeToLive < Min || timeToLive > Max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeToLive),
                $"The time to live {timeToLive:c} must be between {Min:c} and {Max:c}: "
                + "to keep a value out of the cache, call DoNotStore on the factory's context.");
        }

        return timeToLive;
    }

    public static double CheckJitter(double jitter)
    {
        if (!(jitter >= 0 && jitter <= MaxJitter))
        {
            throw new ArgumentOutOfRangeException(
                nameof(jitter),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The jitter {jitter} must be between 0 and {MaxJitter}: 0.1 varies lifetimes by up to 10 %."));
        }

        return jitter;
    }

    public TimeSpan TimeToLiveOf(CacheEntryOptions? options) => options?.TimeToLive ?? timeToLive;

    /// <summary>Draws a lifetime from the uniform distribution over <c>mean * (1 - jitter)</c> to
    /// <c>mean * (1 + jitter)</c>. Its mean is the time to live that was asked for, so jitter costs no hits.</summary>
    public TimeSpan Draw(TimeSpan mean, CacheEntryOptions? options)
    {
        double position;
        lock (_drawing)
        {
            position = random.NextDouble();
        }

        double factor = 1 + ((options?.Jitter ?? jitter) * ((2 * position) - 1));

        // Whole milliseconds, the unit of Redis, and never none: an expiry of 0 is an error there.
        return TimeSpan.FromMilliseconds(Math.Max(1, (long)Math.Round(mean.TotalMilliseconds * factor)));
    }
}
