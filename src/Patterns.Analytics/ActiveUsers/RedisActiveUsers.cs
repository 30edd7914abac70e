using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Analytics.Buckets;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Analytics.ActiveUsers;

/// <summary>Who was active on which day, exactly, in one bit a user and day: daily, weekly and monthly active users,
/// and how many of those who are new come back.</summary>
/// <remarks>Days are those of UTC, by the clock of Redis. Users have numbers from 0. Every operation throws
/// <see cref="AnalyticsUnavailableException"/> when Redis fails, and may be repeated. Create one and keep it; it is
/// safe for concurrent use.</remarks>
public sealed class RedisActiveUsers
{
    private static readonly ActiveUsersOptionsValidator _validator = new();
    private static readonly RedisScript _track = AnalyticsStore.Load("track_user", "chunks");
    private static readonly RedisScript _count = AnalyticsStore.Load("count_users");
    private static readonly RedisScript _cohort = AnalyticsStore.Load("count_cohort");

    private readonly AnalyticsStore _store;
    private readonly BucketLine _days;
    private readonly BucketLine _newOn;
    private readonly long _maxUser;

    /// <summary>Creates the recipe.</summary>
    /// <param name="database">The database that holds the bitmaps.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where it reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations, and the first guess at the server's
    /// time; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisActiveUsers(
        IDatabase database,
        ActiveUsersOptions options,
        ILogger<RedisActiveUsers>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _store = new AnalyticsStore(database, options, logger, timeProvider);
        TimeSpan day = TimeSpan.FromDays(1);
        _days = new BucketLine(_store, "day", day, options.Retention, perChunk: 1);
        _newOn = new BucketLine(_store, "new", day, options.Retention, perChunk: 1);
        _maxUser = options.MaxUser;
    }

    /// <summary>Notes that a user is active now.</summary>
    /// <param name="feature">Of what, such as the whole site; not empty. A hash tag in it decides the slot on Redis
    /// Cluster.</param>
    /// <param name="user">The number of the user: 0 to <see cref="ActiveUsersOptions.MaxUser"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether it is the first time ever.</returns>
    /// <remarks>Round trips: one; a further one when the server's clock is more than a minute off from what was known
    /// of it. Time: O(1), and now and then as long as it takes to lengthen a bitmap.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of bounds.</exception>
    public async ValueTask<bool> TrackAsync(
        string feature, long user, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.active_users.track", feature, cancellationToken);
        Require.Within(user, 0, _maxUser, nameof(user), "number users one after the other, or raise MaxUser");
        RedisResult[] reply = await _store.RunInTimeAsync(
            feature,
            _track,
            now =>
            {
                List<RedisKey> days = [], news = [];
                List<RedisValue> dayRows = [], newRows = [];
                _days.AddCurrent(feature, now, days, dayRows);
                _newOn.AddCurrent(feature, now, news, newRows);
                return ([Ever(feature), .. days, .. news], [.. BucketLine.Head(now), user, .. dayRows, .. newRows]);
            },
            cancellationToken).ConfigureAwait(false);
        return (bool)reply[2];
    }

    /// <summary>How many users were active on at least one of some days: one for daily, seven for weekly, thirty for
    /// monthly active users.</summary>
    /// <param name="feature">Of what; not empty.</param>
    /// <param name="last">The last day, in UTC.</param>
    /// <param name="days">How many days: 1 to <see cref="ActiveUsersOptions.MaxDays"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The number of users, exactly.</returns>
    /// <remarks>Round trips: one (BITOP and BITCOUNT). Time: about 0.1 ms for each million users and day, which others
    /// wait for.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of days is out of bounds.</exception>
    public async ValueTask<long> CountAsync(
        string feature, DateOnly last, int days = 1, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.active_users.count", feature, cancellationToken);
        RequireDays(days);
        RedisResult reply = await _store.RunAsync(
            feature, _count, [Moment(feature), .. KeysOf(feature, last.AddDays(1 - days), days)], [], cancellationToken)
            .ConfigureAwait(false);
        return (long)reply;
    }

    /// <summary>How many of those who were new on a day came back on the days after.</summary>
    /// <param name="feature">Of what; not empty.</param>
    /// <param name="day">The day of the cohort, in UTC.</param>
    /// <param name="days">How many days to look at, the first included: 1 to
    /// <see cref="ActiveUsersOptions.MaxDays"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The cohort. Days to come have nobody.</returns>
    /// <remarks>Round trips: one (BITOP and BITCOUNT for each day).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of days is out of bounds.</exception>
    public async ValueTask<RetentionCohort> RetentionAsync(
        string feature, DateOnly day, int days, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.active_users.retention", feature, cancellationToken);
        RequireDays(days);
        RedisResult reply = await _store.RunAsync(
            feature,
            _cohort,
            [Moment(feature), _newOn.KeyOf(feature, IndexOf(day)), .. KeysOf(feature, day, days)],
            [],
            cancellationToken).ConfigureAwait(false);
        var counts = (long[])reply!;
        return new RetentionCohort(day, counts[0], counts[1..]);
    }

    /// <summary>Forgets who was ever active, so that everybody is new again. Days stay until they expire.</summary>
    /// <param name="feature">Of what; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was anybody.</returns>
    /// <remarks>Round trips: one (DEL).</remarks>
    public async ValueTask<bool> ForgetAsync(string feature, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.active_users.forget", feature, cancellationToken);
        return await _store.CallAsync(
            feature,
            "DEL",
            static (database, key) => database.KeyDeleteAsync(key),
            Ever(feature),
            cancellationToken).ConfigureAwait(false);
    }

    private RedisKey Ever(string feature) => _store.Key(feature, "ever");

    private RedisKey Moment(string feature) => _store.Key(feature, "moment");

    private IEnumerable<RedisKey> KeysOf(string feature, DateOnly first, int days)
        => Enumerable.Range(0, days).Select(day => _days.KeyOf(feature, IndexOf(first.AddDays(day))));

    private static long IndexOf(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static void RequireDays(int days) => Require.Within(
        days, 1, ActiveUsersOptions.MaxDays, nameof(days), "look at fewer of them in one call");
}
