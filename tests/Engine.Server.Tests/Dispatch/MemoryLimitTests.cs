using System.Globalization;
using Engine.Server.Keyspace;
using Engine.Server.Tests.Journal;
using Microsoft.Extensions.Logging;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Dispatch;

/// <summary>maxmemory on an engine alone: how far it is kept, what is journalled of it, and what INFO tells.</summary>
public sealed class MemoryLimitTests : EngineTests
{
    private const long Limit = 500_000;

    private static readonly string s_value = new('x', 1000);

    private readonly List<string> _log = [];

    [Theory]
    [InlineData("allkeys-lru")]
    [InlineData("allkeys-lfu")]
    [InlineData("allkeys-random")]
    [InlineData("volatile-lru")]
    [InlineData("volatile-lfu")]
    [InlineData("volatile-random")]
    [InlineData("volatile-ttl")]
    public async Task Memory_in_use_stays_below_the_limit_but_for_what_one_command_adds(string policy)
    {
        await LimitAsync(Limit, policy);
        for (int i = 0; i < 2000; i++)
        {
            Assert.Equal("OK", await CallAsync($"SET key:{i} {s_value} EX 1000"));
            if (i % 100 == 0)
                Assert.InRange(await UsedAsync(), 0, Limit + 3000);
        }

        Assert.InRange(await UsedAsync(), Limit * 9 / 10, Limit + 3000);
        long keys = (await Client.CallAsync("DBSIZE")).Number;
        Assert.Equal(2000 - keys, await InfoAsync("evicted_keys"));
    }

    [Fact]
    public async Task Persistent_keys_stay_and_writes_are_refused_when_no_others_are_left()
    {
        await LimitAsync(Limit, "volatile-lru");
        await CallAsync($"SET goes {s_value} EX 1000");
        RespValue reply = await Client.CallAsync("PING");
        int stored = 0;
        while (!reply.IsError)
            reply = await Client.CallAsync("SET", $"stays:{stored++}", s_value);

        Assert.StartsWith("OOM command not allowed", reply.Text, StringComparison.Ordinal);
        Assert.Equal(1, await InfoAsync("evicted_keys"));
        Assert.Equal(stored - 1, (await Client.CallAsync("DBSIZE")).Number);
        Assert.Equal($"\"{s_value}\"", await CallAsync("GET stays:0"));
        Assert.Equal("(integer) 1", await CallAsync("DEL stays:0", "DEL stays:1"));
        Assert.Equal("OK", await CallAsync("SET again v"));
    }

    [Fact]
    public async Task Time_above_the_limit_is_told_while_it_lasts_and_afterwards()
    {
        await CallAsync($"SET k {s_value}", "CONFIG SET maxmemory 1");
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2000, await InfoAsync("current_eviction_exceeded_time"));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(3000, await InfoAsync("total_eviction_exceeded_time"));

        await CallAsync("CONFIG SET maxmemory 0");
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(0, await InfoAsync("current_eviction_exceeded_time"));
        Assert.Equal(3000, await InfoAsync("total_eviction_exceeded_time"));
        await CallAsync("CONFIG RESETSTAT");
        Assert.Equal(0, await InfoAsync("total_eviction_exceeded_time"));
    }

    [Fact]
    public async Task Lower_limit_evicts_although_no_command_comes()
    {
        await CallAsync("CONFIG SET maxmemory-policy allkeys-random maxmemory-eviction-tenacity 0");
        for (int i = 0; i < 1000; i++)
            await CallAsync($"SET key:{i} {s_value}");
        await CallAsync($"CONFIG SET maxmemory {Limit}");

        await UntilAsync(() => State.UsedMemory <= Limit);

        Assert.InRange(State.Keyspace[0].Count, 300, 500);
    }

    [Fact]
    public async Task Each_eviction_is_an_effect_of_its_own_and_repeating_them_gives_the_same_data()
    {
        var effects = new EffectRecorder();
        await Engine.RunAsync(() => Engine.Journal.Subscribe(effects));
        await LimitAsync(Limit, "allkeys-lru");
        for (int i = 0; i < 1000; i++)
            await CallAsync($"SET key:{i} {s_value}");
        await CallAsync("MULTI", "SET a v", "SET b v", "EXEC");

        string[] keys = [];
        await Engine.RunAsync(() => keys = KeysOf(State.Keyspace[0]));
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] words in effects.Units.SelectMany(unit => unit))
        {
            Assert.True(words[1] == "SET" ? repeated.Add(words[2]) : words[1] == "DEL" && repeated.Remove(words[2]));
        }

        Assert.Equal(repeated.Order(StringComparer.Ordinal), keys);
        Assert.All(effects.Units.SkipLast(1), unit => Assert.Single(unit));
        Assert.Equal(["SET", "SET"], effects.Units[^1].Select(words => words[1]));
    }

    [Fact]
    public async Task Lazily_freed_values_are_given_back_before_more_keys_go()
    {
        var effects = new EffectRecorder();
        await CallAsync("CONFIG SET lazyfree-lazy-eviction yes maxmemory-samples 100 maxmemory-policy volatile-ttl");
        foreach ((string key, int seconds) in ((string, int)[])[("large", 100), ("other", 200)])
        {
            for (int i = 0; i < 3000; i++)
                await CallAsync($"HSET {key} field:{i} value:{i}");
            await CallAsync($"EXPIRE {key} {seconds}");
        }

        await Engine.RunAsync(() => Engine.Journal.Subscribe(effects));
        long used = await UsedAsync();
        await CallAsync($"CONFIG SET maxmemory {used * 3 / 4}");

        await UntilAsync(() => State.UsedMemory <= used * 3 / 4);
        Assert.Equal(["0 UNLINK large"], effects.Lines);
        Assert.Equal("(integer) 1", await CallAsync("EXISTS other"));
        Assert.Equal(1, State.Keyspace.Statistics.LazilyFreed);
    }

    [Fact]
    public async Task Limits_that_are_small_or_exceeded_are_warned_of_once()
    {
        await CallAsync(
            "CONFIG SET maxmemory 100", "CONFIG SET maxmemory 100 timeout 0", "CONFIG SET maxmemory 1gb",
            "CONFIG SET maxmemory 0");

        Assert.Equal(2, _log.Count);
        Assert.Contains("less than 1MB (current value is 100 bytes)", _log[0], StringComparison.Ordinal);
        Assert.Contains("(100) is smaller than the current memory usage", _log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_evicted_while_clients_are_paused()
    {
        await CallAsync("CONFIG SET maxmemory-policy allkeys-lru");
        await CallAsync($"SET k {s_value}", "CLIENT PAUSE 100000 WRITE", "CONFIG SET maxmemory 1");
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal($"\"{s_value}\"", await CallAsync("GET k"));

        Assert.Equal("(nil)", await CallAsync("CLIENT UNPAUSE", "GET k"));
    }

    [Fact]
    public async Task Memory_in_use_returns_to_where_it_was_after_everything_is_deleted()
    {
        long before = await UsedAsync();
        await using (RespClient other = Connect())
        {
            await CallAsync(other, "MULTI", $"SET k {s_value}", $"SET l {s_value}");
            Assert.InRange(await UsedAsync(), before + 2 * s_value.Length, before + 40_000);
        }

        for (int i = 0; i < 300; i++)
        {
            await CallAsync(
                $"SET s:{i} {s_value} EX 100", $"HSET h f:{i} {i}", $"RPUSH l {s_value}", $"SADD m {i} x{i}",
                $"ZADD z {i} m{i}", "XADD x * f v", $"EVAL return{{'{s_value}'}} 0");
        }

        Assert.InRange(await UsedAsync(), before + 600_000, before + 1_000_000);
        await CallAsync("FLUSHALL");
        await UntilAsync(() => State.Clients.Count == 1);
        Assert.Equal(before, await UsedAsync());
    }

    [Fact]
    public async Task Frequency_decays_with_the_clock()
    {
        await CallAsync("CONFIG SET maxmemory-policy allkeys-lfu lfu-log-factor 0", "SET k v");
        for (int i = 0; i < 95; i++)
            await CallAsync("GET k");
        Assert.Equal("(integer) 100", await CallAsync("OBJECT FREQ k"));

        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal("(integer) 70", await CallAsync("OBJECT FREQ k"));
        await CallAsync("CONFIG SET lfu-decay-time 10");
        Assert.Equal("(integer) 97", await CallAsync("OBJECT FREQ k"));
        await CallAsync("CONFIG SET lfu-decay-time 0");
        Assert.Equal("(integer) 100", await CallAsync("OBJECT FREQ k"));
        await CallAsync("CONFIG SET lfu-decay-time 1");
        Assert.Equal("(integer) 71", await CallAsync("GET k", "OBJECT FREQ k"));
        await PassAsync(TimeSpan.FromHours(2));
        Assert.Equal("(integer) 0", await CallAsync("OBJECT FREQ k"));
    }

    [Fact]
    public async Task Idle_time_follows_the_clock()
    {
        await CallAsync("SET k v");
        await PassAsync(TimeSpan.FromHours(20));
        Assert.Equal("(integer) 72000", await CallAsync("OBJECT IDLETIME k"));
        Assert.Equal("(integer) 0", await CallAsync("TOUCH k", "OBJECT IDLETIME k"));
    }

    protected override void Configure(EngineOptions options) => options.Logger = new LineLogger(_log);

    private static string[] KeysOf(Database database)
    {
        List<string> keys = [];
        foreach (uint handle in database)
            keys.Add(System.Text.Encoding.ASCII.GetString(database.EntryOf(handle).Key));
        return [.. keys.Order(StringComparer.Ordinal)];
    }

    private Task<string> LimitAsync(long bytes, string policy) =>
        CallAsync($"CONFIG SET maxmemory {bytes} maxmemory-policy {policy}");

    private Task<long> UsedAsync() => InfoAsync("used_memory");

    private sealed class LineLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));
    }

    private async Task<long> InfoAsync(string field)
    {
        string info = (await Client.CallAsync("INFO")).Text;
        string line = info.Split("\r\n").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
