using Engine.Server.Tests.Journal;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Dispatch;

/// <summary>
/// A heap whose pages are used up refuses what needs more, in Redis's words, and loses nothing. Each large value takes
/// a page of its own; small ones and records share pages.
/// </summary>
public sealed class OutOfMemoryTests
{
    private const string Refusal = "OOM command not allowed when used memory > 'maxmemory'.";

    private const StringComparison Exactly = StringComparison.Ordinal;

    private static readonly string Large = new('x', 600_000);

    [Fact]
    public async Task Full_engine_refuses_writes_and_still_reads_and_deletes()
    {
        await using EngineServer engine = await StartAsync(pages: 5);
        await using var client = new RespClient(engine.Connect());
        int stored = 0;
        RespValue reply;
        while (!(reply = await client.CallAsync("SET", $"k{stored}", Large)).IsError)
            stored++;

        Assert.Equal(Refusal, reply.Text);
        Assert.Equal(4, stored);
        Assert.Equal(Refusal, (await client.CallAsync("INCR", "n")).Text);
        for (int key = 0; key < stored; key++)
            Assert.Equal(Large, (await client.CallAsync("GET", $"k{key}")).Text);

        Assert.Equal(1, (await client.CallAsync("DEL", "k0")).Number);
        Assert.Equal("OK", (await client.CallAsync("SET", "k0", Large)).Text);
        Assert.Contains("errorstat_OOM:count=2", (await client.CallAsync("INFO", "errorstats")).Text, Exactly);
    }

    [Fact]
    public async Task Full_engine_refuses_transactions_that_would_write()
    {
        await using EngineServer engine = await StartAsync(pages: 2);
        await using var client = new RespClient(engine.Connect());
        await using var other = new RespClient(engine.Connect());
        await client.CallAsync("MULTI");
        Assert.Equal("QUEUED", (await client.CallAsync("SET", "k", "v")).Text);
        Assert.Equal("OK", (await other.CallAsync("SET", "small", "v")).Text);
        Assert.Equal("OK", (await other.CallAsync("SET", "large", Large)).Text);

        Assert.Equal(
            $"EXECABORT Transaction discarded because of: {Refusal}", (await client.CallAsync("EXEC")).Text);
        await client.CallAsync("MULTI");
        Assert.Equal(Refusal, (await client.CallAsync("GET", "small")).Text);
        Assert.StartsWith("EXECABORT", (await client.CallAsync("EXEC")).Text, Exactly);
        Assert.Equal("v", (await client.CallAsync("GET", "small")).Text);
    }

    [Fact]
    public async Task Value_without_room_for_its_key_leaves_nothing_behind()
    {
        await using EngineServer engine = await StartAsync(pages: 1);
        await using var client = new RespClient(engine.Connect());

        Assert.Equal(Refusal, (await client.CallAsync("SET", "k", Large)).Text);

        long blocks = -1;
        await engine.RunAsync(() => blocks = engine.State.Keyspace.Heap.BlockCount);
        Assert.Equal(0, blocks);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "v")).Text);
        Assert.Equal(Refusal, (await client.CallAsync("SETRANGE", "k", "600000", "x")).Text);
        Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
    }

    [Theory]
    [InlineData("RENAME")]
    [InlineData("EXPIRE")]
    public async Task Key_that_finds_no_room_to_move_stays_where_it_is(string command)
    {
        await using EngineServer engine = await StartAsync(pages: 2);
        await using var client = new RespClient(engine.Connect());
        (string key, string argument) = command == "RENAME" ? ("k", Large) : (Large, "100");
        await client.CallAsync("SET", key, "v");
        await client.CallAsync("SET", "other", "v");
        if (command == "RENAME")
            await client.CallAsync("SET", "large", Large);

        Assert.Equal(Refusal, (await client.CallAsync(command, key, argument)).Text);

        Assert.Equal("v", (await client.CallAsync("GET", key)).Text);
        Assert.Equal(-1, (await client.CallAsync("TTL", key)).Number);
    }

    [Fact]
    public async Task Entry_without_room_leaves_its_stream_as_it_was()
    {
        await using EngineServer engine = await StartAsync(pages: 3);
        await using var client = new RespClient(engine.Connect());
        Assert.Equal("1-1", (await client.CallAsync("XADD", "s", "1-1", "field", "small")).Text);
        Assert.Equal("1-2", (await client.CallAsync("XADD", "s", "1-2", "field", Large)).Text);
        Assert.Equal("OK", (await client.CallAsync("SET", "other", Large)).Text);

        Assert.Equal(Refusal, (await client.CallAsync("XADD", "s", "1-3", "field", Large)).Text);
        Assert.Equal(Refusal, (await client.CallAsync("XADD", "new", "1-3", Large, "value")).Text);

        Assert.Equal(2, (await client.CallAsync("XLEN", "s")).Number);
        Assert.Equal(2, (await client.CallAsync("XREVRANGE", "s", "+", "-")).Items.Count);
        Assert.Equal(0, (await client.CallAsync("EXISTS", "new")).Number);
        Assert.Equal(1, (await client.CallAsync("DEL", "other")).Number);
        Assert.Equal("1-3", (await client.CallAsync("XADD", "s", "1-3", "field", Large)).Text);
        Assert.Equal(3, (await client.CallAsync("XTRIM", "s", "MAXLEN", "0")).Number);
    }

    [Fact]
    public async Task Transaction_that_runs_out_of_pages_keeps_and_journals_what_was_done()
    {
        await using EngineServer engine = await StartAsync(pages: 3);
        await using var client = new RespClient(engine.Connect());
        var journal = new EffectRecorder();
        await engine.RunAsync(() => engine.Journal.Subscribe(journal));
        await client.CallAsync("MULTI");
        foreach (string key in (string[])["a", "b", "c"])
            await client.CallAsync("SET", key, Large);

        RespValue replies = await client.CallAsync("EXEC");

        Assert.Equal(["OK", "OK", Refusal], replies.Items.Select(reply => reply.Text));
        string[] effects = [];
        await engine.RunAsync(() => effects = [.. journal.Lines.Select(line => line.Split(" x")[0])]);
        Assert.Equal(["0 SET a", "0 SET b"], effects);
    }

    [Theory]
    [InlineData("return redis.call('SET', 'new', 'v')", "OOM command not allowed")]
    [InlineData("return redis.pcall('SET', 'new', 'v').err", "OOM command not allowed")]
    [InlineData("return redis.call('GET', 'small')", "v")]
    [InlineData("redis.call('DEL', 'none') return redis.call('SET', 'new', 'v').ok", "OK")]
    [InlineData("#!lua\nreturn redis.call('GET', 'small')", "OOM command not allowed")]
    [InlineData("#!lua flags=allow-oom\nreturn redis.call('SET', 'new', 'v').ok", "OK")]
    [InlineData("#!lua flags=no-writes\nreturn redis.call('GET', 'small')", "v")]
    [InlineData("#!lua flags=no-writes,allow-oom\nreturn redis.call('SET', 'new', 'v')", "ERR Write commands are not")]
    public async Task Script_runs_short_of_memory_as_it_says_of_itself(string script, string expected)
    {
        await using EngineServer engine = await StartFullAsync();
        await using var client = new RespClient(engine.Connect());

        RespValue reply = await client.CallAsync("EVAL", script, "0");

        Assert.StartsWith(expected, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_of_a_transaction_is_refused_by_itself_when_memory_became_short()
    {
        await using EngineServer engine = await StartAsync(pages: 8);
        await using var client = new RespClient(engine.Connect());
        await client.CallAsync("MULTI");
        await client.CallAsync("EVAL", "#!lua\nreturn 1", "0");
        await using var other = new RespClient(engine.Connect());
        await FillAsync(engine, other);

        RespValue replies = await client.CallAsync("EXEC");

        Assert.StartsWith("OOM allow-oom flag is not set", Assert.Single(replies.Items).Text, StringComparison.Ordinal);
    }

    private static async Task<EngineServer> StartFullAsync()
    {
        EngineServer engine = await StartAsync(pages: 8);
        await using var client = new RespClient(engine.Connect());
        await client.CallAsync("SET", "small", "v");
        await FillAsync(engine, client);
        return engine;
    }

    private static async Task FillAsync(EngineServer engine, RespClient client)
    {
        bool isFull = false;
        for (int i = 0; !isFull; i++)
        {
            await client.CallAsync("SET", $"k{i}", Large);
            await engine.RunAsync(() => isFull = engine.State.Keyspace.Heap.IsDownToReserve);
        }
    }

    /// <param name="pages">How many pages there are for data.</param>
    private static Task<EngineServer> StartAsync(int pages) =>
        EngineServer.StartAsync(new EngineOptions { Port = -1, HeapPages = pages + 1 });
}
