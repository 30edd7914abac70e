using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands;

public sealed class RandomHistoryTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_on_strings_and_keys_are_answered_as_redis_answers_them()
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(StringAndKeyCommands.All, count: 2500, seed, Cancellation);
    }
}
