using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>A value that was read before a change is not stored after it, within one process.</summary>
public abstract class InvalidationCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task A_fill_that_a_removal_overtakes_is_not_stored()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        var before = new ControlledSource<string>();
        Task<string> reader = before.ReadAsync(cache, "k");
        await before.Called;

        await cache.RemoveAsync("k", Cancellation);
        before.Answer("old");

        Assert.Equal("old", await reader);
        Assert.Equal(CacheReadOutcome.Miss, (await cache.TryGetAsync<string>("k", Cancellation)).Outcome);
        Assert.Equal(1, measurements.Sum("patterns.cache.fills", "revoked"));
    }

    [Fact]
    public async Task A_reader_after_a_removal_does_not_join_the_fill_from_before_it()
    {
        RedisCache cache = await CreateAsync();
        var before = new ControlledSource<string>();
        Task<string> reader = before.ReadAsync(cache, "k");
        await before.Called;

        await cache.RemoveAsync("k", Cancellation);
        Assert.Equal("new", await ReadAsync(cache, "k", "new"));
        before.Answer("old");

        Assert.Equal("old", await reader);
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
        Assert.Equal(0, cache.FlightsUnderWay);
    }

    [Fact]
    public async Task A_fill_does_not_overwrite_a_value_that_was_set_meanwhile()
    {
        RedisCache cache = await CreateAsync();
        var before = new ControlledSource<string>();
        Task<string> reader = before.ReadAsync(cache, "k");
        await before.Called;

        await cache.SetAsync("k", "new", cancellationToken: Cancellation);
        before.Answer("old");

        Assert.Equal("old", await reader);
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task A_removal_undoes_a_fill_whose_write_is_already_on_its_way()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        var before = new ControlledSource<string>();
        Task<string> reader = before.ReadAsync(cache, "k");
        await before.Called;
        (Task written, Action release) = replies.HoldNext();
        before.Answer("old");
        await written;

        await cache.RemoveAsync("k", Cancellation);
        release();

        Assert.Equal("old", await reader);
        Assert.Equal(CacheReadOutcome.Miss, (await cache.TryGetAsync<string>("k", Cancellation)).Outcome);
    }
}
