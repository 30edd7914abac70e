using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Entries are invalidated together by their tags, and by the generation of their namespace.</summary>
public abstract class TagCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task An_entry_is_gone_when_any_of_its_tags_is_invalidated_by_any_process()
    {
        RedisCache cache = await CreateAsync();
        RedisCache other = await CreateAsync();
        await FillAsync(cache, "apple", "fruit", "red");
        await FillAsync(cache, "cherry", "fruit", "red");
        await FillAsync(cache, "banana", "fruit", "yellow");
        await cache.SetAsync("plain", 1, cancellationToken: Cancellation);
        Assert.Equal("apple banana cherry plain", await PresentAsync(other));

        Assert.Equal(CacheWriteResult.Confirmed, await other.RemoveByTagAsync("yellow", Cancellation));
        Assert.Equal("apple cherry plain", await PresentAsync(cache));
        await other.RemoveByTagsAsync(["red", "no such tag"], CacheTagMatch.Any, Cancellation);
        Assert.Equal("plain", await PresentAsync(cache));

        await FillAsync(cache, "apple", "fruit", "red");
        Assert.Equal("apple plain", await PresentAsync(other));
    }

    [Fact]
    public async Task With_all_only_entries_that_have_every_tag_are_gone()
    {
        RedisCache cache = await CreateAsync();
        await FillAsync(cache, "apple", "fruit", "red", "round");
        await FillAsync(cache, "banana", "fruit", "yellow");
        await FillAsync(cache, "cherry", "red", "round");

        await cache.RemoveByTagsAsync(["red", "fruit"], CacheTagMatch.All, Cancellation);
        Assert.Equal("banana cherry", await PresentAsync(cache));
        await cache.RemoveByTagsAsync(["round", "red"], CacheTagMatch.All, Cancellation);
        Assert.Equal("banana", await PresentAsync(cache));

        await FillAsync(cache, "apple", "fruit", "red", "round");
        Assert.Equal("apple banana", await PresentAsync(cache));
    }

    [Fact]
    public async Task More_sets_than_are_kept_apart_invalidate_too_much_and_never_too_little()
    {
        RedisCache cache = await CreateAsync();
        await FillAsync(cache, "apple", "a", "b50");
        await FillAsync(cache, "banana", "a", "c");
        for (int set = 0; set < 100; set++)
        {
            await cache.RemoveByTagsAsync(["a", $"b{set}"], CacheTagMatch.All, Cancellation);
        }

        Assert.Equal("", await PresentAsync(cache));
        Assert.InRange(await (await DatabaseAsync()).HashLengthAsync($"{Prefix}:2:t:a"), 2, 67);
    }

    [Fact]
    public async Task What_was_read_from_the_source_before_an_invalidation_is_stored_as_invalid()
    {
        RedisCache cache = await CreateAsync();
        var source = new ControlledSource<string>();
        Task<string> reader = cache.GetOrSetAsync(
            "k", (_, token) => source.LoadAsync(token), tags: ["t"], cancellationToken: Cancellation).AsTask();
        await source.Called;
        await cache.RemoveByTagAsync("t", Cancellation);
        source.Answer("old");
        Assert.Equal("old", await reader);

        CacheReadOutcome? reason = null;
        string value = await cache.GetOrSetAsync(
            "k",
            (context, _) =>
            {
                reason = context.Reason;
                return ValueTask.FromResult("new");
            },
            tags: ["t"],
            cancellationToken: Cancellation);

        Assert.Equal("new", value);
        Assert.Equal(CacheReadOutcome.Invalidated, reason);
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task An_entry_whose_tags_are_lost_is_gone()
    {
        RedisCache cache = await CreateAsync();
        await FillAsync(cache, "apple", "fruit");
        await (await DatabaseAsync()).KeyDeleteAsync($"{Prefix}:2:t:fruit");
        Assert.Equal("", await PresentAsync(cache));

        // A version is a time, and time stands still on the engine.
        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        await FillAsync(cache, "banana", "fruit");
        Assert.Equal("banana", await PresentAsync(cache));
    }

    [Fact]
    public async Task What_a_tag_invalidates_is_not_served_stale()
    {
        RedisCache cache = await CreateAsync(options => options.StaleFor = TimeSpan.FromHours(1));
        await FillAsync(cache, "apple", "fruit");
        await cache.RemoveByTagAsync("fruit", Cancellation);
        await cache.ExpireAsync("apple", Cancellation);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await cache.GetOrSetAsync<string>(
            "apple", (_, _) => throw new TimeZoneNotFoundException(), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Tags_that_a_call_names_are_read_together_with_the_entry()
    {
        RedisCache cache = await CreateAsync();
        await FillAsync(cache, "apple", "fruit", "red");
        CommandLog log = await LogCommandsAsync();

        await FillAsync(cache, "apple", "fruit", "red");
        Assert.Equal("HGETALL HGETALL GET PTTL", log.Take());
        await cache.TryGetAsync<string>("apple", Cancellation);
        Assert.Equal("GET PTTL HGETALL HGETALL", log.Take());
    }

    [Fact]
    public async Task An_entry_that_is_filled_after_its_tags_were_asked_for_is_good()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        RedisCache other = await CreateAsync();
        await FillAsync(other, "apple", "fruit", "red");
        var early = new List<(Task Reader, Action Release)>();
        for (int read = 0; read < 4; read++)
        {
            (Task held, Action release) = replies.HoldNext();
            early.Add((cache.TryGetAsync<string>("apple", Cancellation).AsTask(), release));
            await held;
        }

        // It asks for the versions now, and shares the read of the entry that comes after those four.
        Task<string> late = cache.GetOrSetAsync(
            "apple",
            (_, _) => ValueTask.FromResult("asked"),
            tags: ["fruit", "red"],
            cancellationToken: Cancellation).AsTask();
        await other.RemoveByTagAsync("red", Cancellation);
        await FillAsync(other, "apple", "fruit", "red");
        early.ForEach(read => read.Release());

        Assert.Equal("apple", await Eventually.ResultAsync(late));
        await Task.WhenAll(early.Select(read => read.Reader));
    }

    [Fact]
    public async Task Bad_tags_are_refused_before_anything_is_sent()
    {
        RedisCache cache = await CreateAsync();
        string[][] bad = [[""], [new string('x', 257)], ["a\u001Fb"], [.. Enumerable.Range(0, 33).Select(i => $"{i}")]];
        foreach (string[] tags in bad)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(
                async () => await cache.SetAsync("k", 1, tags: tags, cancellationToken: Cancellation));
            await Assert.ThrowsAnyAsync<ArgumentException>(
                async () => await cache.RemoveByTagsAsync(tags, cancellationToken: Cancellation));
        }

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await cache.RemoveByTagsAsync([], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_raised_generation_takes_all_entries_of_a_namespace_out_of_reach()
    {
        RedisCache cache = await CreateAsync();
        RedisCache other = await CreateAsync();
        Assert.Equal(1, await CountAsync(cache, 1));
        Assert.Equal(1, await CountAsync(other, 2));

        Assert.Equal(
            CacheWriteResult.Confirmed, await cache.Namespace("catalog").InvalidateAsync(Cancellation));

        Assert.Equal(3, await CountAsync(cache, 3));
        await Clock.AdvanceAsync(Namespaces.CacheNamespace.RefreshInterval, Cancellation);
        Assert.Equal(3, await CountAsync(other, 4));
        Assert.Same(cache.Namespace("catalog"), cache.Namespace("catalog"));

        Task<int> CountAsync(RedisCache reader, int value) => reader.Namespace("catalog").GetOrSetAsync(
            "count", (_, _) => ValueTask.FromResult(value), cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task A_lost_generation_does_not_come_back()
    {
        RedisCache cache = await CreateAsync();
        string before = await cache.Namespace("n").KeyOfAsync("k", Cancellation);
        Assert.Equal(before, await cache.Namespace("n").KeyOfAsync("k", Cancellation));
        await (await DatabaseAsync()).KeyDeleteAsync($"{Prefix}:2:g:n");
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.NotEqual(before, await cache.Namespace("n").KeyOfAsync("k", Cancellation));
    }

    [Fact]
    public async Task A_look_that_an_invalidation_has_overtaken_does_not_bring_the_old_generation_back()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        Namespaces.CacheNamespace names = cache.Namespace("n");
        (Task held, Action release) = replies.HoldNext();
        Task<string> early = names.KeyOfAsync("k", Cancellation).AsTask();
        await held;
        await names.InvalidateAsync(Cancellation);
        release();

        string old = await Eventually.ResultAsync(early);
        Assert.NotEqual(old, await names.KeyOfAsync("k", Cancellation));
    }

    private static async Task FillAsync(RedisCache cache, string key, params string[] tags)
        => await cache.GetOrSetAsync(
            key, (_, _) => ValueTask.FromResult(key), tags: tags, cancellationToken: Cancellation);

    private static async Task<string> PresentAsync(RedisCache cache)
    {
        var present = new List<string>();
        foreach (string key in new[] { "apple", "banana", "cherry" })
        {
            if ((await cache.TryGetAsync<string>(key, Cancellation)).HasValue)
            {
                present.Add(key);
            }
        }

        if ((await cache.TryGetAsync<int>("plain", Cancellation)).HasValue)
        {
            present.Add("plain");
        }

        return string.Join(' ', present);
    }
}
