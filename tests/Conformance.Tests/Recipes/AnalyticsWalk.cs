using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Counters;
using Patterns.Analytics.Nearby;
using Patterns.Analytics.TimeSeries;
using Patterns.Analytics.TopK;
using Patterns.Analytics.Uniques;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class AnalyticsWalk : IRecipeWalk
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        string prefix = SingleRedis.NewKeyPrefix(), name = $"{hashTag}:a";
        IDatabase database = connection.GetDatabase();
        await WalkTimeAsync(database, prefix, name, called);
        await WalkUsersAsync(database, prefix, name, called);
        await WalkPlacesAsync(database, prefix, name, called);
    }

    private static async Task WalkTimeAsync(IDatabase database, string prefix, string name, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        DateTimeOffset from = s_now - s_day, until = s_now + s_day;
        var counters = new RedisCounters(
            database, new CountersOptions { KeyPrefix = prefix + "c", RedisTimeout = IRecipeWalk.Patience });
        Assert.Equal(2, await called.RunAsync(() => counters.IncrementAsync(name, 2, token)));
        Assert.Equal(2, await called.RunAsync(() => counters.SumAsync(name, from, until, token)));
        Assert.Equal(2, (await called.RunAsync(
            () => counters.ReadAsync(name, s_day, from, until, token))).Sum(point => point.Count));

        var series = new RedisTimeSeries(
            database, new TimeSeriesOptions { KeyPrefix = prefix + "s", RedisTimeout = IRecipeWalk.Patience });
        await called.RunAsync(() => series.AppendAsync(name, 3, token));
        Assert.Single(await called.RunAsync(() => series.ReadAsync(name, s_day, from, until, token)));
        Assert.Single(await called.RunAsync(() => series.ReadSamplesAsync(name, from, until, 9, token)));
    }

    private static async Task WalkUsersAsync(
        IDatabase database, string prefix, string name, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        DateOnly today = DateOnly.FromDateTime(s_now.UtcDateTime), tomorrow = today.AddDays(1);
        var uniques = new RedisUniques(
            database, new UniquesOptions { KeyPrefix = prefix + "u", RedisTimeout = IRecipeWalk.Patience });
        Assert.True(await called.RunAsync(() => uniques.AddAsync(name, new RedisValue[] { "ada" }, token)));
        DateTimeOffset[] moments = [s_now - s_day, s_now, s_now + s_day];
        Assert.Equal(1, (await called.RunAsync(() => uniques.CountAsync(name, moments, token))).Estimate);
        Assert.Equal(1, (await called.RunAsync(
            () => uniques.CountAsync(name, s_now - s_day, s_now + s_day, token))).Estimate);

        var users = new RedisActiveUsers(
            database, new ActiveUsersOptions { KeyPrefix = prefix + "a", RedisTimeout = IRecipeWalk.Patience });
        Assert.True(await called.RunAsync(() => users.TrackAsync(name, 7, token)));
        Assert.Equal(1, await called.RunAsync(() => users.CountAsync(name, tomorrow, 2, token)));
        Assert.Equal(2, (await called.RunAsync(() => users.RetentionAsync(name, today, 2, token))).Active.Count);
        Assert.True(await called.RunAsync(() => users.ForgetAsync(name, token)));
    }

    private static async Task WalkPlacesAsync(
        IDatabase database, string prefix, string name, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var lists = new RedisTopK(
            database, new TopKOptions { KeyPrefix = prefix + "k", RedisTimeout = IRecipeWalk.Patience });
        KeyValuePair<RedisValue, double>[] weights = [new("bea", 2)];
        await called.RunAsync(() => lists.AddAsync(name, "ada", 1, token));
        await called.RunAsync(() => lists.AddAsync(name, weights, token));
        Assert.Equal(2, (await called.RunAsync(() => lists.TopAsync(name, 9, token))).Count);

        var maps = new RedisNearby(
            database, new NearbyOptions { KeyPrefix = prefix + "n", RedisTimeout = IRecipeWalk.Patience });
        NearbyArea area = NearbyArea.Circle(1, LengthUnit.Kilometers);
        Position here = new(1, 2);
        Assert.True(await called.RunAsync(() => maps.MoveAsync(name, "ada", here, token)));
        Assert.Single(await called.RunAsync(() => maps.SearchAsync(name, here, area, 9, 0, token)));
        Assert.NotNull(await called.RunAsync(() => maps.FindAsync(name, "ada", token)));
        Assert.True(await called.RunAsync(() => maps.RemoveAsync(name, "ada", token)));
    }
}
