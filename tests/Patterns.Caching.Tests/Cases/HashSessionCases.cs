using Patterns.Caching.Sessions;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Fields of sessions: read, written, counted, compared and set.</summary>
public abstract class HashSessionCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task Fields_are_read_written_and_removed_in_one_step_each()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.LoginAsync(
            "ada", Of(("theme", "dark"), ("c", "no field of ours")), null, null, Cancellation);

        Assert.Equal(SessionWriteOutcome.Written, await store.WriteAsync(
            id, Of(("items", 3), ("bytes", new byte[] { 0, 255 })), ["theme", "never there"], Cancellation));

        HashSession all = (await store.ReadAsync(id, null, Cancellation))!;
        Assert.Equal("ada", all.Info.User);
        Assert.Equal(["bytes", "c", "items"], all.Fields.Keys.Order());
        HashSession some = (await store.ReadAsync(id, ["items", "theme", "bytes", "items"], Cancellation))!;
        Assert.Equal(["bytes", "items"], some.Fields.Keys.Order());
        Assert.Equal(3, some.Fields["items"]);
        Assert.Equal([0, 255], (byte[])some.Fields["bytes"]!);
        Assert.Empty((await store.ReadAsync(id, [], Cancellation))!.Fields);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.WriteAsync(id, Of(("a", 1)), ["a"], Cancellation));
    }

    [Fact]
    public async Task Requests_at_the_same_time_count_without_losing_any()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.StartAsync(null, null, Cancellation);
        long?[] sums = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => store.IncrementAsync(id, "visits", 2, Cancellation).AsTask()));
        Assert.Equal(Enumerable.Range(1, 50).Select(sum => (long?)(2 * sum)), sums.Order());
    }

    [Fact]
    public async Task Counting_is_exact_up_to_64_bits_and_refuses_what_is_no_number()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.StartAsync(
            Of(("large", long.MaxValue - 1), ("text", "ten")), null, Cancellation);
        Assert.Equal(long.MaxValue, await store.IncrementAsync(id, "large", 1, Cancellation));
        Assert.Equal(-3, await store.IncrementAsync(id, "new", -3, Cancellation));
        foreach (string name in new[] { "large", "text" })
        {
            InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await store.IncrementAsync(id, name, 1, Cancellation));
            Assert.Contains($"'{name}'", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal("ten", (await store.ReadAsync(id, ["text"], Cancellation))!.Fields["text"]);
    }

    [Fact]
    public async Task A_field_is_set_only_if_it_is_what_the_caller_has_seen()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.StartAsync(null, null, Cancellation);
        Assert.Equal(SessionWriteOutcome.Conflict, await SetAsync("old", "new"));
        Assert.Equal(SessionWriteOutcome.Written, await SetAsync(RedisValue.Null, "first"));
        Assert.Equal(SessionWriteOutcome.Conflict, await SetAsync(RedisValue.Null, "second"));
        Assert.Equal(SessionWriteOutcome.Conflict, await SetAsync("", "second"));
        Assert.Equal(SessionWriteOutcome.Written, await SetAsync("first", ""));
        Assert.Equal(SessionWriteOutcome.Written, await SetAsync("", "third"));
        Assert.Equal("third", (await store.ReadAsync(id, ["state"], Cancellation))!.Fields["state"]);
        Assert.Equal(SessionWriteOutcome.Written, await SetAsync("third", RedisValue.Null));
        Assert.Empty((await store.ReadAsync(id, null, Cancellation))!.Fields);

        async Task<SessionWriteOutcome> SetAsync(RedisValue expected, RedisValue value)
            => await store.CompareAndSetAsync(id, "state", expected, value, Cancellation);
    }

    [Fact]
    public async Task One_of_many_that_compare_and_set_at_the_same_time_wins()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.StartAsync(Of(("step", "cart")), null, Cancellation);
        SessionWriteOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(n => store.CompareAndSetAsync(id, "step", "cart", $"paid {n}", Cancellation).AsTask()));
        Assert.Single(outcomes, SessionWriteOutcome.Written);
        Assert.Equal(19, outcomes.Count(outcome => outcome == SessionWriteOutcome.Conflict));
    }

    [Fact]
    public async Task A_session_takes_no_more_fields_than_allowed()
    {
        HashSessionStore store = await CreateAsync(options => options.MaxFields = 2);
        string id = await store.StartAsync(Of(("a", 1), ("b", 2)), null, Cancellation);
        Assert.Equal(SessionWriteOutcome.TooManyFields, await store.WriteAsync(id, Of(("c", 3)), null, Cancellation));
        Assert.Equal(
            SessionWriteOutcome.TooManyFields,
            await store.CompareAndSetAsync(id, "c", RedisValue.Null, 3, Cancellation));
        Assert.Null(await store.IncrementAsync(id, "c", 1, Cancellation));
        Assert.Equal(SessionWriteOutcome.Written, await store.WriteAsync(id, Of(("c", 3)), ["a"], Cancellation));
        Assert.Equal(SessionWriteOutcome.Written, await store.WriteAsync(id, Of(("b", 4)), null, Cancellation));
        Assert.Equal(["b", "c"], (await store.ReadAsync(id, null, Cancellation))!.Fields.Keys.Order());
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.StartAsync(Of(("a", 1), ("b", 2), ("c", 3)), null, Cancellation));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_not_written_again()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.LoginAsync("ada", Of(("a", 1)), null, null, Cancellation);
        Assert.True(await store.LogoutAsync(id, Cancellation));
        Assert.False(await store.LogoutAsync(id, Cancellation));
        Assert.Equal(SessionWriteOutcome.NotFound, await store.WriteAsync(id, Of(("a", 1)), null, Cancellation));
        Assert.Equal(SessionWriteOutcome.NotFound, await store.CompareAndSetAsync(id, "a", 1, 2, Cancellation));
        Assert.Null(await store.IncrementAsync(id, "a", 1, Cancellation));
        Assert.False(await store.TouchAsync(id, Cancellation));
        Assert.Null(await store.ReadAsync(id, null, Cancellation));
        Assert.Empty(await store.ListAsync("ada", Cancellation));
    }

    private static Dictionary<string, RedisValue> Of(params (string Name, RedisValue Value)[] fields)
        => fields.ToDictionary(field => field.Name, field => field.Value);

    private async Task<HashSessionStore> CreateAsync(Action<SessionOptions>? configure = null)
    {
        var options = new SessionOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new HashSessionStore(await DatabaseAsync(), options, logger: null, Clock);
    }
}
