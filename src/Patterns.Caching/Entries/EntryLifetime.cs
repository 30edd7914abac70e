using System.Globalization;

namespace Patterns.Caching.Entries;

/// <summary>How long entries live: the bounds, and the jitter that keeps entries which were stored together from
/// expiring together (a cache avalanche).</summary>
/// <param name="options">The cache's options.</param>
internal sealed class EntryLifetime(RedisCacheOptions options)
{
    public const double MaxJitter = 0.5;
    public const double MaxBeta = 10;

    public static readonly TimeSpan Min = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan Max = TimeSpan.FromDays(3650);
    public static readonly TimeSpan MaxStaleFor = TimeSpan.FromDays(30);
    public static readonly TimeSpan MaxSoftTimeout = TimeSpan.FromHours(1);

    private readonly TimeSpan _timeToLive = options.TimeToLive;
    private readonly TimeSpan _negativeTimeToLive = options.NegativeTimeToLive;
    private readonly TimeSpan _staleFor = options.StaleFor;
    private readonly double _jitter = options.Jitter;
    private readonly double _earlyRefreshBeta = options.EarlyRefreshBeta;
    private readonly Random _random = options.Random;

    // A seeded Random is not safe for concurrent use.
    private readonly Lock _drawing = new();

    public static TimeSpan CheckTimeToLive(TimeSpan timeToLive)
    {
        if (timeToLive < Min || timeToLive > Max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeToLive),
                $"The time to live {timeToLive:c} must be between {Min:c} and {Max:c}: "
                + "to keep a value out of the cache, call DoNotStore on the factory's context; let one that is to "
                + "stay for ever have the longest time.");
        }

        return timeToLive;
    }

    /// <summary>
    /// A time as the framework's interfaces have it, where "never" is the longest time there is.
    /// </summary>
    public static TimeSpan? AtMostMax(TimeSpan? time) => time > Max ? Max : time;

    public static double CheckJitter(double jitter) => CheckWithin(
        jitter, MaxJitter, nameof(jitter), "The jitter", "0.1 varies lifetimes by up to 10 %");

    public static double CheckBeta(double beta) => CheckWithin(
        beta, MaxBeta, nameof(beta), "The factor of early refreshes", "1 is the usual, 0 refreshes nothing early");

    public static TimeSpan CheckStaleFor(TimeSpan staleFor) => CheckUpTo(
        MaxStaleFor, staleFor, nameof(staleFor), "for which a value is kept stale", "zero keeps none");

    public static TimeSpan CheckSoftTimeout(TimeSpan softTimeout) => CheckUpTo(
        MaxSoftTimeout,
        softTimeout,
        nameof(softTimeout),
        "after which a caller takes a stale value",
        "zero takes it at once, null waits for the source");

    public static TimeSpan CheckRefreshAhead(TimeSpan ahead) => CheckUpTo(
        Max, ahead, nameof(ahead), "before its end in which an entry is refreshed", "null refreshes nothing");

    public static TimeSpan CheckHeldFor(TimeSpan held) => CheckUpTo(
        Max, held, nameof(held), "for which a value is held in the process", "zero holds none");

    public TimeSpan TimeToLiveOf(CacheEntryOptions? options) => options?.TimeToLive ?? _timeToLive;

    /// <summary>For how long a value is written.</summary>
    /// <param name="timeToLive">What the options or the factory say, before jitter.</param>
    /// <param name="isNegative">Whether the value is null.</param>
    /// <param name="options">The caller's options.</param>
    public EntryTerms Draw(TimeSpan timeToLive, bool isNegative, CacheEntryOptions? options)
    {
        TimeSpan staleFor = options?.StaleFor ?? _staleFor;
        if (options?.SlidingExpiration is { } window)
        {
            return new EntryTerms(window, staleFor, options.TimeToLive is null ? Max : timeToLive);
        }

        if (isNegative && (options?.NegativeTimeToLive ?? _negativeTimeToLive) is var negative && negative < timeToLive)
        {
            // What does not exist may be created at any moment, and is no use when the source fails.
            return new EntryTerms(Vary(negative, options), TimeSpan.Zero, TimeSpan.Zero);
        }

        return new EntryTerms(Vary(timeToLive, options), staleFor, TimeSpan.Zero);
    }

    /// <summary>How long a value may be held in the process that has just been written.</summary>
    public static TimeSpan HeldFor(EntryTerms terms, CacheEntryOptions? options)
        => options?.LocalTimeToLive is { } held && held < terms.Lifetime ? held : terms.Lifetime;

    /// <summary>Whether this read refreshes the entry before its time is over: the sooner its end and the dearer its
    /// source, the likelier (XFetch; Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede
    /// Prevention, VLDB 2015).</summary>
    public bool IsRefreshDue(TimeSpan timeLeft, TimeSpan cost, CacheEntryOptions? options)
    {
        if (timeLeft <= options?.RefreshAhead)
        {
            return true;
        }

        double beta = options?.EarlyRefreshBeta ?? _earlyRefreshBeta;
        return beta > 0 && -cost.TotalMilliseconds * beta * Math.Log(1 - NextPosition()) >= timeLeft.TotalMilliseconds;
    }

    /// <summary>Draws a lifetime from the uniform distribution over <c>mean * (1 - jitter)</c> to
    /// <c>mean * (1 + jitter)</c>. Its mean is the time to live that was asked for, so jitter costs no hits.</summary>
    public TimeSpan Vary(TimeSpan mean, CacheEntryOptions? options)
    {
        double factor = 1 + ((options?.Jitter ?? _jitter) * ((2 * NextPosition()) - 1));

        // Whole milliseconds, the unit of Redis, and never none: an expiry of 0 is an error there.
        return TimeSpan.FromMilliseconds(Math.Max(1, (long)Math.Round(mean.TotalMilliseconds * factor)));
    }

    private static double CheckWithin(double value, double maximum, string parameter, string subject, string remedy)
        => value >= 0 && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(
                parameter,
                string.Create(
                    CultureInfo.InvariantCulture, $"{subject} {value} must be between 0 and {maximum}: {remedy}."));

    private static TimeSpan CheckUpTo(TimeSpan maximum, TimeSpan time, string parameter, string subject, string remedy)
        => time >= TimeSpan.Zero && time <= maximum
            ? time
            : throw new ArgumentOutOfRangeException(
                parameter,
                $"The time {time:c} {subject} must be between {TimeSpan.Zero:c} and {maximum:c}: {remedy}.");

    private double NextPosition()
    {
        lock (_drawing)
        {
            return _random.NextDouble();
        }
    }
}
