using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Analytics.Nearby;

/// <summary>What is near a position: shops that stay, and drivers that move and are forgotten when they no longer say
/// where they are.</summary>
/// <remarks>Every operation throws <see cref="AnalyticsUnavailableException"/> when Redis fails, and may be repeated.
/// Without <see cref="NearbyOptions.PositionLifetime"/> a map lives until its last member is removed: who names it owns
/// it. Create one and keep it; it is safe for concurrent use.</remarks>
public sealed class RedisNearby
{
    private static readonly NearbyOptionsValidator _validator = new();
    private static readonly RedisScript _move = AnalyticsStore.Load("move_nearby", "fresh");
    private static readonly RedisScript _search = AnalyticsStore.Load("search_nearby", "fresh");
    private static readonly RedisScript _find = AnalyticsStore.Load("find_nearby", "fresh");

    private readonly AnalyticsStore _store;
    private readonly RedisValue _lifetime;

    /// <summary>Creates the recipe.</summary>
    /// <param name="database">The database that holds the maps.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where it reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuit and durations; null means the system's. Positions age
    /// by the clock of Redis.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisNearby(
        IDatabase database,
        NearbyOptions options,
        ILogger<RedisNearby>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _store = new AnalyticsStore(database, options, logger, timeProvider);
        _lifetime = (long)(options.PositionLifetime ?? TimeSpan.Zero).TotalMilliseconds;
    }

    /// <summary>Notes where a member is now.</summary>
    /// <param name="map">The name of the map; not empty. A hash tag in it decides the slot on Redis Cluster.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="position">Where.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the member is new on the map.</returns>
    /// <remarks>Round trips: one. Time: O(log n).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The position is out of bounds.</exception>
    public async ValueTask<bool> MoveAsync(
        string map, RedisValue member, Position position, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.nearby.move", map, cancellationToken);
        Require.Member(member);
        RequirePosition(position);
        RedisResult reply = await _store.RunAsync(
            map, _move, KeysOf(map), [_lifetime, position.Longitude, position.Latitude, member], cancellationToken)
            .ConfigureAwait(false);
        return (long)reply == 1;
    }

    /// <summary>Takes a member off the map.</summary>
    /// <param name="map">The name of the map; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether it was there.</returns>
    /// <remarks>Round trips: one (ZREM). What is known of its age goes with the next sweep.</remarks>
    public async ValueTask<bool> RemoveAsync(
        string map, RedisValue member, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.nearby.remove", map, cancellationToken);
        Require.Member(member);
        return await _store.CallAsync(
            map,
            "ZREM",
            static (database, call) => database.SortedSetRemoveAsync(call.Key, call.member),
            (Key: KeysOf(map)[0], member),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where a member is.</summary>
    /// <param name="map">The name of the map; not empty.</param>
    /// <param name="member">The member; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Its position, to about 0.6 metres; null if it is not there, or no longer.</returns>
    /// <remarks>Round trips: one.</remarks>
    public async ValueTask<Position?> FindAsync(
        string map, RedisValue member, CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.nearby.find", map, cancellationToken);
        Require.Member(member);
        RedisResult reply = await _store.RunAsync(map, _find, KeysOf(map), [member], cancellationToken)
            .ConfigureAwait(false);
        RedisResult found = reply[0];
        return found.IsNull ? null : new Position((double)found[1], (double)found[0]);
    }

    /// <summary>What is near a position, nearest first.</summary>
    /// <param name="map">The name of the map; not empty.</param>
    /// <param name="center">Around where.</param>
    /// <param name="area">How far.</param>
    /// <param name="count">How many: 1 to <see cref="NearbyOptions.MaxCount"/>.</param>
    /// <param name="skip">How many nearer ones to skip: 0 to <see cref="NearbyOptions.MaxCount"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What was found.</returns>
    /// <remarks>Round trips: one (GEOSEARCH). Time: O(members about the area). What moves between two pages may be seen
    /// twice, or not at all.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Position or counts are out of bounds.</exception>
    public async ValueTask<IReadOnlyList<NearbyMatch>> SearchAsync(
        string map,
        Position center,
        NearbyArea area,
        int count = 10,
        int skip = 0,
        CancellationToken cancellationToken = default)
    {
        using Activity? span = AnalyticsStore.Begin("analytics.nearby.search", map, cancellationToken);
        ArgumentNullException.ThrowIfNull(area);
        RequirePosition(center);
        Require.Within(count, 1, NearbyOptions.MaxCount, nameof(count), "read farther ones in pages");
        Require.Within(skip, 0, NearbyOptions.MaxCount, nameof(skip), "search a smaller area");
        RedisValue[] shape = area.IsBox
            ? ["BYBOX", Text(area.Width), Text(area.Height), NameOf(area.Unit)]
            : ["BYRADIUS", Text(area.Width), NameOf(area.Unit)];
        RedisResult reply = await _store.RunAsync(
            map,
            _search,
            KeysOf(map),
            [skip, count, "FROMLONLAT", center.Longitude, center.Latitude, .. shape],
            cancellationToken).ConfigureAwait(false);
        return [.. ((RedisResult[])reply!).Select(row => new NearbyMatch(
            (RedisValue)row[0], (double)row[1], new Position((double)row[3], (double)row[2])))];
    }

    private RedisKey[] KeysOf(string map) => [_store.Key(map, "positions"), _store.Key(map, "ends")];

    // GEOSEARCH does not understand exponents of the kind that large numbers are written with otherwise.
    private static string Text(double length) => length.ToString("F6", CultureInfo.InvariantCulture);

    private static RedisValue NameOf(LengthUnit unit) => unit switch
    {
        LengthUnit.Meters => "m",
        LengthUnit.Kilometers => "km",
        LengthUnit.Miles => "mi",
        LengthUnit.Feet => "ft",
        _ => throw new ArgumentOutOfRangeException(
            nameof(unit), unit, $"The unit {unit} has no name: choose Meters, Kilometers, Miles or Feet."),
    };

    private static void RequirePosition(Position position)
    {
        Require.Within(
            position.Latitude,
            -Position.MaxLatitude,
            Position.MaxLatitude,
            "Latitude",
            "Redis stores nothing nearer to the poles");
        Require.Within(position.Longitude, -180, 180, "Longitude", "give degrees east");
    }
}
