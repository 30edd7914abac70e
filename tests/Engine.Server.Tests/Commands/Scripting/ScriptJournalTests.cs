using Engine.Server.Keyspace;
using Engine.Server.Tests.Journal;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>What a script changes is journalled as effects, in one unit.</summary>
public sealed class ScriptJournalTests : EngineTests
{
    private readonly EffectRecorder _effects = new();

    private IEnumerable<string> Units =>
        _effects.Units.Select(unit => string.Join("; ", unit.Select(words => string.Join(' ', words))));

    [Fact]
    public async Task The_effects_of_a_script_are_one_unit_and_the_script_is_none()
    {
        await RecordAsync();
        await EvalAsync("redis.call('set','a',1) redis.call('get','a') redis.call('incrbyfloat','a','0.5')");
        Assert.Equal(["0 set a 1; 0 SET a 1.5 KEEPTTL"], Units);
    }

    [Fact]
    public async Task What_a_script_wrote_before_it_failed_is_journalled()
    {
        await RecordAsync();
        await EvalAsync("redis.call('set','a',1) error('x')");
        Assert.Equal(["0 set a 1"], Units);
    }

    [Fact]
    public async Task A_script_that_only_reads_leaves_nothing()
    {
        await RecordAsync();
        await EvalAsync("return redis.call('get','a')");
        Assert.Empty(Units);
    }

    [Fact]
    public async Task Nobody_hears_of_what_is_written_under_REPL_NONE()
    {
        await RecordAsync();
        await EvalAsync(
            "redis.set_repl(redis.REPL_NONE) redis.call('set','a',1) "
            + "redis.set_repl(redis.REPL_ALL) redis.call('set','b',1)");
        await EvalAsync("redis.set_repl(redis.REPL_NONE)");
        await CallAsync("SET c 1");
        Assert.Equal(["0 set b 1", "0 SET c 1"], Units);
    }

    [Fact]
    public async Task Effects_say_who_is_to_hear_of_them()
    {
        await RecordAsync();
        await EvalAsync(
            "redis.set_repl(redis.REPL_AOF) redis.call('set','a',1) "
            + "redis.set_repl(redis.REPL_SLAVE) redis.call('set','b',1) "
            + "redis.set_repl(redis.REPL_REPLICA) redis.call('set','c',1) "
            + "redis.set_repl(redis.REPL_ALL) redis.call('set','d',1) redis.set_repl(redis.REPL_AOF)");
        await CallAsync("SET e 1");
        Assert.Equal(["0 set a 1; 0 set b 1; 0 set c 1; 0 set d 1", "0 SET e 1"], Units);
        Assert.Equal(
        [
            EffectTargets.AppendOnlyFile, EffectTargets.Replicas, EffectTargets.Replicas, EffectTargets.All,
            EffectTargets.All,
        ], _effects.Targets);
    }

    [Fact]
    public async Task A_script_in_a_transaction_is_part_of_its_unit()
    {
        await RecordAsync();
        await CallAsync("MULTI", "SET a 1");
        await EvalAsync("redis.call('set','b',1)");
        await CallAsync("EXEC");
        Assert.Equal(["0 SET a 1; 0 set b 1"], Units);
    }

    [Fact]
    public async Task A_script_serves_who_waits_when_it_is_over()
    {
        await using var waiting = Connect();
        await waiting.SendAsync("BLPOP", "l", "0");
        await UntilAsync(() => State.Blocked.Count == 1);
        RespValue length = await EvalAsync("redis.call('rpush','l',1,2) return redis.call('llen','l')");
        Assert.Contains("2", length.ToString());
        Assert.Contains("1", (await waiting.ReadAsync(Cancellation)).ToString());
    }

    private Task<RespValue> EvalAsync(string script) => Client.CallAsync("EVAL", script, "0");

    private Task RecordAsync() => Engine.RunAsync(() => Engine.Journal.Subscribe(_effects));
}
