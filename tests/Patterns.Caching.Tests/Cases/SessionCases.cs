using Patterns.Caching.Sessions;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>What sessions of all forms have in common: ids, logins, logouts, lists.</summary>
public abstract class SessionCases(RecipeServer server) : CacheCases(server)
{
    private readonly RecordingLogger<SessionStore> _sessionLog = new();

    [Fact]
    public async Task A_login_gets_an_id_that_nobody_knew_and_ends_the_session_before()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>();
        string visitor = await store.StartAsync(new Basket(["kettle"]), null, Cancellation);
        Basket kept = (await store.ReadAsync(visitor, Cancellation))!.Value;

        string id = await store.LoginAsync("ada", kept, visitor, null, Cancellation);

        Assert.NotEqual(visitor, id);
        Assert.Null(await store.ReadAsync(visitor, Cancellation));
        StringSession<Basket> session = (await store.ReadAsync(id, Cancellation))!;
        Assert.Equal("ada", session.Info.User);
        Assert.Equal(["kettle"], session.Value.Items);
    }

    [Fact]
    public async Task An_id_that_a_client_made_up_is_no_session_and_never_becomes_one()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>();
        string real = await store.StartAsync(new Basket([]), null, Cancellation);
        CommandLog log = await LogCommandsAsync();
        foreach (string? madeUp in new[] { null, "", "x", real + "x", real[..^1] + "{", new string('é', 48) })
        {
            Assert.Null(await store.ReadAsync(madeUp, Cancellation));
            Assert.False(await store.TouchAsync(madeUp, Cancellation));
            Assert.False(await store.LogoutAsync(madeUp, Cancellation));
            Assert.Equal(
                SessionWriteOutcome.NotFound, await store.WriteAsync(madeUp, new Basket([]), null, Cancellation));
        }

        Assert.Equal("", log.Take());
        string guessed = new('A', 48);
        Assert.Null(await store.ReadAsync(guessed, Cancellation));
        string id = await store.LoginAsync("ada", new Basket([]), guessed, null, Cancellation);
        Assert.NotEqual(guessed, id);
        Assert.Null(await store.ReadAsync(guessed, Cancellation));
    }

    [Fact]
    public async Task What_stands_in_Redis_and_in_lists_is_no_id()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>();
        string id = await store.LoginAsync("ada", new Basket([]), null, null, Cancellation);
        string handle = Assert.Single(await store.ListAsync("ada", Cancellation)).Handle;

        Assert.NotEqual(id, handle);
        Assert.Null(await store.ReadAsync(handle, Cancellation));
        IDatabase database = await DatabaseAsync();
        Assert.True(await database.KeyExistsAsync($"{Prefix}:1:s:{{{handle[..16]}}}{handle[16..]}"));
        Assert.False(await database.KeyExistsAsync($"{Prefix}:1:s:{{{id[..16]}}}{id[16..]}"));
    }

    [Fact]
    public async Task A_user_sees_and_ends_sessions_of_all_forms()
    {
        StringSessionStore<Basket> strings = await CreateAsync<Basket>();
        HashSessionStore hashes = await CreateHashAsync();
        string first = await strings.LoginAsync("ada", new Basket([]), null, null, Cancellation);
        var long_ = new SessionTerms { IdleTimeout = TimeSpan.FromHours(5) };
        string second = await hashes.LoginAsync("ada", null, null, long_, Cancellation);
        string other = await strings.LoginAsync("bea", new Basket([]), null, null, Cancellation);

        IReadOnlyList<SessionInfo> list = await strings.ListAsync("ada", Cancellation);
        Assert.Equal(["ada", "ada"], list.Select(info => info.User));
        Assert.Equal([5, 1], list.Select(info => Math.Ceiling(info.LivesFor.TotalHours)));
        Assert.All(list, info => Assert.Equal(TimeSpan.FromDays(1), info.EndsAt - info.StartedAt));

        Assert.True(await strings.RevokeAsync(list[0].Handle, Cancellation));
        Assert.False(await strings.RevokeAsync(list[0].Handle, Cancellation));
        Assert.False(await strings.RevokeAsync("no handle", Cancellation));
        Assert.Null(await hashes.ReadAsync(second, null, Cancellation));
        Assert.NotNull(await strings.ReadAsync(first, Cancellation));

        await hashes.LoginAsync("ada", null, null, null, Cancellation);
        Assert.Equal(1, await strings.RevokeAllAsync("ada", first, Cancellation));
        Assert.NotNull(await strings.ReadAsync(first, Cancellation));
        Assert.Equal(1, await strings.RevokeAllAsync("ada", other, Cancellation));
        Assert.Empty(await strings.ListAsync("ada", Cancellation));
        Assert.Equal(0, await strings.RevokeAllAsync("ada", null, Cancellation));
        Assert.NotNull(await strings.ReadAsync(other, Cancellation));
    }

    [Fact]
    public async Task The_session_that_ends_first_gives_way_when_a_user_has_too_many()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>(options => options.MaxSessionsPerUser = 3);
        var ids = new List<string>();
        foreach (int hours in new[] { 5, 2, 4, 3 })
        {
            var terms = new SessionTerms { IdleTimeout = TimeSpan.FromHours(hours) };
            ids.Add(await store.LoginAsync("ada", new Basket([]), null, terms, Cancellation));
        }

        Assert.Equal(3, (await store.ListAsync("ada", Cancellation)).Count);
        Assert.Null(await store.ReadAsync(ids[1], Cancellation));
        StringSessionStore<Basket> stricter = await CreateAsync<Basket>(options => options.MaxSessionsPerUser = 1);
        string last = await stricter.LoginAsync("ada", new Basket([]), null, null, Cancellation);
        Assert.Single(await store.ListAsync("ada", Cancellation));
        Assert.NotNull(await store.ReadAsync(last, Cancellation));
    }

    [Fact]
    public async Task Each_operation_is_one_round_trip_and_a_login_two()
    {
        StringSessionStore<Basket> strings = await CreateAsync<Basket>();
        HashSessionStore hashes = await CreateHashAsync();
        for (int warm = 0; warm < 40; warm++)
        {
            // A visitor's session lies on any of the primaries, and each has to know the scripts.
            await UseAsync();
        }

        CommandLog log = await LogCommandsAsync();
        await UseAsync();
        Assert.Equal(string.Join(' ', Enumerable.Repeat("EVALSHA", 13)), log.Take());

        async Task UseAsync()
        {
            string visitor = await strings.StartAsync(new Basket([]), null, Cancellation);
            string id = await strings.LoginAsync("ada", new Basket([]), visitor, null, Cancellation);
            await strings.ReadAsync(id, Cancellation);
            await strings.WriteAsync(id, new Basket([]), 1, Cancellation);
            await strings.TouchAsync(id, Cancellation);
            await strings.LogoutAsync(id, Cancellation);
            id = await hashes.LoginAsync("ada", null, null, null, Cancellation);
            await hashes.WriteAsync(id, new Dictionary<string, RedisValue> { ["f"] = 1 }, null, Cancellation);
            await hashes.ReadAsync(id, null, Cancellation);
            await hashes.IncrementAsync(id, "f", 1, Cancellation);
            await hashes.CompareAndSetAsync(id, "f", 2, 3, Cancellation);
            await hashes.LogoutAsync(id, Cancellation);
        }
    }

    [Fact]
    public async Task A_write_that_knows_the_version_overwrites_nothing_that_it_has_not_seen()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>();
        string id = await store.LoginAsync("ada", new Basket([]), null, null, Cancellation);
        StringSession<Basket> seen = (await store.ReadAsync(id, Cancellation))!;

        Assert.Equal(SessionWriteOutcome.Written, await WriteAsync("kettle", seen.Version));
        Assert.Equal(SessionWriteOutcome.Conflict, await WriteAsync("stove", seen.Version));
        StringSession<Basket> now = (await store.ReadAsync(id, Cancellation))!;
        Assert.Equal(["kettle"], now.Value.Items);
        Assert.Equal(("ada", seen.Version + 1), (now.Info.User, now.Version));
        Assert.Equal(SessionWriteOutcome.Written, await WriteAsync("stove", null));
        await store.LogoutAsync(id, Cancellation);
        Assert.Equal(SessionWriteOutcome.NotFound, await WriteAsync("table", null));

        async Task<SessionWriteOutcome> WriteAsync(string item, long? version)
            => await store.WriteAsync(id, new Basket([item]), version, Cancellation);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_with_the_bound()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>(options => options.MaxValueBytes = 100);
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.StartAsync(new Basket([new string('x', 100)]), null, Cancellation));
        Assert.Contains("at most 100", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.LoginAsync(new string('x', 1_025), new Basket([]), null, null, Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionTerms { IdleTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new SessionTerms { AbsoluteTimeout = TimeSpan.FromDays(9_999) });
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_is_none_and_logged_once()
    {
        StringSessionStore<Basket> store = await CreateAsync<Basket>();
        string id = await store.LoginAsync("ada", new Basket([]), null, null, Cancellation);
        string handle = Assert.Single(await store.ListAsync("ada", Cancellation)).Handle;
        RedisKey key = $"{Prefix}:1:s:{{{handle[..16]}}}{handle[16..]}";
        IDatabase database = await DatabaseAsync();
        foreach (byte[] corrupt in new byte[][] { [], [1, 2], new byte[80], [1, .. new byte[34]], [9] })
        {
            await database.StringSetAsync(key, corrupt, TimeSpan.FromMinutes(1));
            Assert.Null(await store.ReadAsync(id, Cancellation));
        }

        Assert.Single(_sessionLog[1002]);
        await database.KeyDeleteAsync(key);
        await database.ListLeftPushAsync(key, "another type");
        Assert.Null(await store.ReadAsync(id, Cancellation));
        Assert.False(await store.TouchAsync(id, Cancellation));
        Assert.Empty(await store.ListAsync("ada", Cancellation));
        Assert.True(await database.KeyDeleteAsync(key));
    }

    [Fact]
    public async Task Sessions_are_counted()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        HashSessionStore store = await CreateHashAsync(options => options.MaxSessionsPerUser = 1);
        string visitor = await store.StartAsync(null, null, Cancellation);
        await store.LoginAsync("ada", null, visitor, null, Cancellation);
        string id = await store.LoginAsync("ada", null, null, null, Cancellation);
        await store.ReadAsync(id, null, Cancellation);
        await store.ReadAsync(visitor, null, Cancellation);
        await store.ReadAsync("no id", null, Cancellation);
        Assert.Equal(3, measurements.Sum("patterns.cache.sessions", "started"));
        Assert.Equal(1, measurements.Sum("patterns.cache.sessions", "ended"));
        Assert.Equal(1, measurements.Sum("patterns.cache.sessions", "displaced"));
        Assert.Equal(1, measurements.Sum("patterns.cache.session.reads", "found"));
        Assert.Equal(2, measurements.Sum("patterns.cache.session.reads", "missing"));
    }

    private async Task<StringSessionStore<T>> CreateAsync<T>(Action<SessionOptions>? configure = null)
        => new(await DatabaseAsync(), Configure(configure), _sessionLog, Clock);

    private async Task<HashSessionStore> CreateHashAsync(Action<SessionOptions>? configure = null)
        => new(await DatabaseAsync(), Configure(configure), _sessionLog, Clock);

    private SessionOptions Configure(Action<SessionOptions>? configure)
    {
        var options = new SessionOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return options;
    }

    private sealed record Basket(string[] Items);
}
