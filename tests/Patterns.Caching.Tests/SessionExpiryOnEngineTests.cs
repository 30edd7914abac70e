using Patterns.Caching.Sessions;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests;

/// <summary>Time passes at once on the engine, so here sessions really end.</summary>
public sealed class SessionExpiryOnEngineTests(EmbeddedEngine server)
    : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task A_session_lives_as_long_as_it_is_used_by_any_operation()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.LoginAsync("ada", null, null, null, Cancellation);
        var fields = new Dictionary<string, RedisValue> { ["a"] = 1 };
        foreach (Func<Task> use in new Func<Task>[]
        {
            () => store.ReadAsync(id, null, Cancellation).AsTask(),
            () => store.WriteAsync(id, fields, null, Cancellation).AsTask(),
            () => store.IncrementAsync(id, "a", 1, Cancellation).AsTask(),
            () => store.CompareAndSetAsync(id, "a", 5, 6, Cancellation).AsTask(),
            () => store.TouchAsync(id, Cancellation).AsTask(),
        })
        {
            await Clock.AdvanceAsync(_idle - TimeSpan.FromMinutes(1), Cancellation);
            await use();
            Assert.Single(await store.ListAsync("ada", Cancellation));
        }

        await Clock.AdvanceAsync(_idle + TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Null(await store.ReadAsync(id, null, Cancellation));
        Assert.Empty(await store.ListAsync("ada", Cancellation));
    }

    [Fact]
    public async Task A_session_with_a_value_lives_as_long_as_it_is_used()
    {
        var store = new StringSessionStore<int>(
            await DatabaseAsync(), new SessionOptions { KeyPrefix = Prefix }, logger: null, Clock);
        string id = await store.LoginAsync("ada", 1, null, null, Cancellation);
        await Clock.AdvanceAsync(_idle - TimeSpan.FromMinutes(1), Cancellation);
        Assert.Equal(_idle, (await store.ReadAsync(id, Cancellation))!.Info.LivesFor);
        await Clock.AdvanceAsync(_idle - TimeSpan.FromMinutes(1), Cancellation);
        Assert.Equal(SessionWriteOutcome.Written, await store.WriteAsync(id, 2, null, Cancellation));
        await Clock.AdvanceAsync(_idle - TimeSpan.FromMinutes(1), Cancellation);
        Assert.Equal(2, (await store.ReadAsync(id, Cancellation))!.Value);
        await Clock.AdvanceAsync(_idle + TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Null(await store.ReadAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_session_ends_at_last_however_often_it_is_used()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.LoginAsync("ada", null, null, null, Cancellation);
        for (int quarter = 0; quarter < 95; quarter++)
        {
            await Clock.AdvanceAsync(TimeSpan.FromMinutes(15), Cancellation);
            Assert.NotNull(await store.ReadAsync(id, null, Cancellation));
        }

        Assert.Equal(
            TimeSpan.FromMinutes(15), (await store.ReadAsync(id, null, Cancellation))!.Info.LivesFor);
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(15) + TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Null(await store.ReadAsync(id, null, Cancellation));
    }

    [Fact]
    public async Task The_list_of_a_user_outlives_no_session_and_no_session_it()
    {
        HashSessionStore store = await CreateAsync();
        var remembered = new SessionTerms
        {
            IdleTimeout = TimeSpan.FromDays(30),
            AbsoluteTimeout = TimeSpan.FromDays(90),
        };
        await store.LoginAsync("ada", null, null, remembered, Cancellation);
        await store.LoginAsync("ada", null, null, null, Cancellation);
        await Clock.AdvanceAsync(TimeSpan.FromDays(29), Cancellation);
        Assert.Single(await store.ListAsync("ada", Cancellation));
        await Clock.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1), Cancellation);
        Assert.Empty(await store.ListAsync("ada", Cancellation));
        IServer server = (await ConnectAsync()).GetServers()[0];
        Assert.Empty(server.Keys(pattern: $"{Prefix}*").ToArray());
    }

    [Fact]
    public async Task A_list_that_Redis_has_lost_is_made_anew_as_sessions_are_used()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.LoginAsync("ada", null, null, null, Cancellation);
        string handle = Assert.Single(await store.ListAsync("ada", Cancellation)).Handle;
        Assert.True(await (await DatabaseAsync()).KeyDeleteAsync($"{Prefix}:1:u:{{{handle[..16]}}}"));
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        await store.TouchAsync(id, Cancellation);
        Assert.Equal(handle, Assert.Single(await store.ListAsync("ada", Cancellation)).Handle);
    }

    [Fact]
    public async Task A_use_just_after_another_writes_nothing()
    {
        HashSessionStore store = await CreateAsync();
        string id = await store.StartAsync(null, null, Cancellation);
        await Clock.AdvanceAsync(_idle / 64, Cancellation);
        Assert.Equal(_idle - (_idle / 64), (await store.ReadAsync(id, null, Cancellation))!.Info.LivesFor);
        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Equal(_idle, (await store.ReadAsync(id, null, Cancellation))!.Info.LivesFor);
    }

    private async Task<HashSessionStore> CreateAsync()
        => new(await DatabaseAsync(), new SessionOptions { KeyPrefix = Prefix }, logger: null, Clock);
}
