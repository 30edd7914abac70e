using System.Collections.Concurrent;
using System.Diagnostics;
using Patterns.Caching.Tests.Support;
using Patterns.Core;

namespace Patterns.Caching.Tests.Cases;

/// <summary>What an operator sees.</summary>
public abstract class TelemetryCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task Hits_misses_source_calls_and_durations_are_measured()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        await ReadAsync(cache, "k", 1);
        await ReadAsync(cache, "k", 1);
        await cache.TryGetAsync<int>("k", Cancellation);
        await cache.TryGetAsync<int>("none", Cancellation);

        Assert.Equal(2, measurements.Sum("patterns.cache.reads", "hit"));
        Assert.Equal(2, measurements.Sum("patterns.cache.reads", "miss"));
        Assert.Equal(1, measurements.Sum("patterns.cache.source.calls"));
        Assert.Equal(1, measurements.Sum("patterns.cache.fills", "stored"));
        Assert.Equal(1, measurements.Count("patterns.cache.source.duration"));
        Assert.Equal(6, measurements.Count("patterns.cache.redis.duration"));
        Assert.Equal(29, measurements.Sum("patterns.cache.entry.size"));
        Assert.Equal(0, measurements.Count("patterns.cache.joins"));
    }

    [Fact]
    public async Task A_declined_value_is_counted_as_such()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        await cache.GetOrSetAsync(
            "k",
            (context, _) =>
            {
                context.DoNotStore();
                return ValueTask.FromResult(1);
            },
            cancellationToken: Cancellation);
        Assert.Equal(1, measurements.Sum("patterns.cache.fills", "declined"));
    }

    [Fact]
    public async Task The_duration_of_a_source_call_is_in_seconds()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        await cache.GetOrSetAsync(
            "k",
            async (_, _) =>
            {
                await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1500), Cancellation);
                return 1;
            },
            cancellationToken: Cancellation);
        Assert.Equal(1.5, measurements.Sum("patterns.cache.source.duration"));
    }

    [Fact]
    public async Task A_miss_is_a_span_with_the_source_call_inside()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Patterns.Caching",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        RedisCache cache = await CreateAsync();
        using Activity request = new Activity("request").Start();
        await ReadAsync(cache, "k", 1);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await cache.GetOrSetAsync<int>(
            "bad", (_, _)
                => throw new TimeZoneNotFoundException("no such row"), null, cancellationToken: Cancellation));

        Activity[] mine = [.. spans.Where(span => span.TraceId == request.TraceId)];
        Activity read = Assert.Single(mine, span => span.GetTagItem("patterns.cache.key") is "k");
        Assert.Equal("cache.get_or_set", read.OperationName);
        Assert.Equal("miss", read.GetTagItem(TelemetryTags.Outcome));
        Activity source = Assert.Single(mine, span => span.ParentSpanId == read.SpanId);
        Assert.Equal("cache.source", source.OperationName);
        Assert.Equal(
            "no such row",
            Assert.Single(mine, span => span.OperationName == "cache.source" && span.Status == ActivityStatusCode.Error)
                .StatusDescription);
    }
}
