using Patterns.Analytics.Tests.Support;
using Patterns.Analytics.TopK;
using StackExchange.Redis;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Top lists, on a server with any clock.</summary>
public abstract class TopKCases(RecipeServer server) : AnalyticsCases(server)
{
    [Fact]
    public async Task Counts_are_never_too_low_and_never_higher_than_their_error_says()
    {
        const int Capacity = 50;
        RedisTopK lists = await CreateAsync(options => options.Capacity = Capacity);
        var random = new Random(6);
        Dictionary<string, double> exact = [];
        double sum = 0;
        foreach (int[] some in Enumerable.Range(0, 5_000).Chunk(500))
        {
            // A few are frequent, and very many rare.
            KeyValuePair<RedisValue, double>[] rows = [.. some.Select(_ => new KeyValuePair<RedisValue, double>(
                $"item{(int)(2000 * Math.Pow(random.NextDouble(), 6))}", random.Next(1, 4)))];
            foreach ((RedisValue item, double weight) in rows)
            {
                exact[item!] = exact.GetValueOrDefault(item!) + weight;
                sum += weight;
            }

            await lists.AddAsync("c", rows, Cancellation);
        }

        IReadOnlyList<TopKEntry> top = await lists.TopAsync("c", Capacity, Cancellation);

        Assert.Equal(Capacity, top.Count);
        Assert.All(top, entry =>
        {
            double count = exact[entry.Item!];
            Assert.InRange(count, entry.Count - entry.MaxError, entry.Count);
            Assert.InRange(entry.MaxError, 0, sum / Capacity);
        });
        string[] frequent = [.. exact.Where(pair => pair.Value > sum / Capacity).Select(pair => pair.Key)];
        Assert.NotEmpty(frequent);
        Assert.Empty(frequent.Except(top.Select(entry => entry.Item.ToString())));
        Assert.Equal(top.OrderByDescending(entry => entry.Count), top);
    }

    [Fact]
    public async Task A_list_that_is_not_full_is_exact()
    {
        RedisTopK lists = await CreateAsync();
        await lists.AddAsync("c", "ada", cancellationToken: Cancellation);
        await lists.AddAsync("c", "bea", 2.5, Cancellation);
        await lists.AddAsync("c", "ada", cancellationToken: Cancellation);
        Assert.Equal(
            [new TopKEntry("bea", 2.5, 0), new TopKEntry("ada", 2, 0)], await lists.TopAsync("c", 10, Cancellation));
        Assert.Empty(await lists.TopAsync("none", 10, Cancellation));
        Assert.Single(await lists.TopAsync("c", 1, Cancellation));
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_and_every_list_has_an_expiry()
    {
        RedisTopK lists = await CreateAsync();
        await lists.AddAsync("c", "ada", 1, Cancellation);
        await lists.TopAsync("c", 1, Cancellation);
        CommandLog log = await LogCommandsAsync();
        await lists.AddAsync("c", "ada", 1, Cancellation);
        await lists.TopAsync("c", 1, Cancellation);
        Assert.Equal("EVALSHA EVALSHA", log.Take());
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:1:{{c}}:sums");
        Assert.InRange(left!.Value, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisTopK lists = await CreateAsync();
        await RefusedAsync(AddAsync("ada", 0), "weight is 0");
        await RefusedAsync(AddAsync("ada", double.NaN), "weight is NaN");
        await RefusedAsync(AddAsync("ada", 1e16), "weight is");
        await RefusedAsync(AddAsync("", 1), "A member is null or empty");
        await RefusedAsync(lists.TopAsync("c", 0, Cancellation), "count is 0");

        async ValueTask<int> AddAsync(string item, double weight)
        {
            await lists.AddAsync("c", item, weight, Cancellation);
            return 0;
        }
    }

    protected async Task<RedisTopK> CreateAsync(Action<TopKOptions>? configure = null)
    {
        var options = new TopKOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisTopK(await DatabaseAsync(), options, timeProvider: Clock);
    }
}
