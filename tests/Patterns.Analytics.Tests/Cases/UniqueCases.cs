using Patterns.Analytics.Tests.Support;
using Patterns.Analytics.Uniques;
using StackExchange.Redis;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Unique counts, on a server with any clock.</summary>
public abstract class UniqueCases(RecipeServer server) : AnalyticsCases(server)
{
    [Fact]
    public async Task Estimates_are_as_near_as_their_error_says()
    {
        RedisUniques uniques = await CreateAsync(options => options.Bucket = TimeSpan.FromDays(366));
        DateTimeOffset start = await ServerTimeAsync();
        int[] sizes = [0, 1, 100, 3_000, 20_000];
        double squares = 0;
        for (int counter = 0; counter < 12; counter++)
        {
            int size = sizes[counter % sizes.Length];
            foreach (int[] some in Enumerable.Range(0, size).Chunk(UniquesOptions.MaxMembers))
            {
                RedisValue[] members = [.. some.Select(number => (RedisValue)$"{counter}:{number}")];
                await uniques.AddAsync($"c{counter}", members, Cancellation);
            }

            UniqueCount count = await uniques.CountAsync(
                $"c{counter}", [start, await ServerTimeAsync()], Cancellation);
            double error = size == 0 ? count.Estimate : (double)(count.Estimate - size) / size;
            Assert.InRange(Math.Abs(error), 0, 5 * UniqueCount.StandardError);
            Assert.True(count.Low <= count.Estimate && count.Estimate <= count.High);
            squares += error * error;
        }

        // The root of the mean square of a dozen errors, none of which depends on chance: members are the same each
        // time.
        Assert.InRange(Math.Sqrt(squares / 12), 0, 2 * UniqueCount.StandardError);
    }

    [Fact]
    public async Task Members_that_were_there_already_change_nothing()
    {
        RedisUniques uniques = await CreateAsync();
        (bool[] changes, string c, DateTimeOffset now) = await WithinBucketAsync(
            TimeSpan.FromDays(1),
            async c => new[]
            {
                await uniques.AddAsync(c, ["ada", "bea"], Cancellation),
                await uniques.AddAsync(c, ["bea"], Cancellation),
            });
        Assert.Equal([true, false], changes);
        Assert.Equal(2, (await uniques.CountAsync(c, now.AddDays(-300), now.AddDays(1), Cancellation)).Estimate);
        Assert.Equal(0, (await uniques.CountAsync(c, now.AddDays(2), now.AddDays(9), Cancellation)).Estimate);
        Assert.Equal(0, (await uniques.CountAsync(c, now, now, Cancellation)).Estimate);
        Assert.Equal(0, (await uniques.CountAsync(c, [], Cancellation)).Estimate);
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_and_every_key_has_an_expiry()
    {
        RedisUniques uniques = await CreateAsync();
        (bool _, string c, DateTimeOffset now) = await WithinBucketAsync(
            TimeSpan.FromDays(1), c => uniques.AddAsync(c, ["ada"], Cancellation).AsTask());
        CommandLog log = await LogCommandsAsync();
        await uniques.AddAsync(c, ["ada"], Cancellation);
        await uniques.CountAsync(c, now.AddDays(-40), now, Cancellation);
        Assert.Equal("EVALSHA PFCOUNT", log.Take());
        long day = now.ToUnixTimeSeconds() / 86_400;
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:1:{{{c}}}:86400s:{day}");
        Assert.InRange(left!.Value, TimeSpan.FromDays(399.9), TimeSpan.FromDays(401));
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisUniques uniques = await CreateAsync();
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        await RefusedAsync(uniques.AddAsync("c", [], Cancellation), "members.Count is 0");
        await RefusedAsync(uniques.AddAsync("c", [""], Cancellation), "A member is null or empty");
        await RefusedAsync(
            uniques.AddAsync(
                "c", [.. Enumerable.Repeat((RedisValue)"a", 5001)], Cancellation), "members.Count is 5001");
        await RefusedAsync(
            uniques.CountAsync("c", now, now.AddDays(1001), Cancellation), "the number of buckets is 1001");
        await RefusedAsync(uniques.CountAsync("c", now, now.AddDays(-1), Cancellation), "must not be before");
    }

    protected async Task<RedisUniques> CreateAsync(Action<UniquesOptions>? configure = null)
    {
        var options = new UniquesOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisUniques(await DatabaseAsync(), options, timeProvider: Clock);
    }
}
