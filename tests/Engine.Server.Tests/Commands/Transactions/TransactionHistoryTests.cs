using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Transactions;

/// <summary>Several clients that watch, queue and run in turn, in whatever order.</summary>
public sealed class TransactionHistoryTests(ReferenceRedis reference) : CommandTests(reference)
{
    private static readonly RandomCommands s_commands = new(
        new(8, "{client} MULTI"), new(8, "{client} EXEC"), new(2, "{client} DISCARD"),
        new(6, "{client} WATCH {key} {|{key}}"), new(1, "{client} UNWATCH"),
        new(8, "{client} SET {key} {value}"), new(8, "{client} GET {key}"), new(4, "{client} INCR {key}"),
        new(4, "{client} {DEL|PERSIST|GETDEL} {key}"), new(2, "{client} SET {key} {value} {PXAT 1|EX 1000|NX|XX GET}"),
        new(2, "{client} EXPIRE {key} {1000|-1}"), new(2, "{client} {RENAME|COPY|RENAMENX} {key} {key}"),
        new(4, "{client} SELECT {0|0|1|9}"), new(1, "{client} SWAPDB {0|1} {0|1}"),
        new(1, "{client} {FLUSHDB|FLUSHALL}"), new(1, "{client} DBSIZE"), new(2, "{client} PUBLISH {key} {value}"),
        new(2, "{client} CLIENT {GETNAME|SETNAME {key}}"), new(2, "{client} HELLO {2|3|3|9}"), new(1, "{client} RESET"),
        new(1, "{client} {FOO|SET {key}|CLIENT NOPE|EXEC now|WATCH|MULTI twice}"))
    {
        Holes = { ["client"] = random => $"@{random.Next(1, 4)}" },
    };

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact, Trait("Category", "Soak")]
    public async Task Transactions_of_several_clients_are_answered_as_redis_answers_them()
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        await comparison.RunAsync("DEBUG SET-ACTIVE-EXPIRE 0", Cancellation);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(s_commands, count: 2500, seed, Cancellation);
    }
}
