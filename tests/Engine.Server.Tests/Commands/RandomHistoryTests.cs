using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands;

public sealed class RandomHistoryTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_on_strings_and_keys_are_answered_as_redis_answers_them()
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(StringAndKeyCommands.All, count: 2500, seed, Cancellation);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_on_keys_of_all_types_are_answered_as_redis_answers_them()
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(MixedCommands.All, count: 2500, seed, Cancellation);
    }

    [Theory, Trait("Category", "Soak")]
    [InlineData("")]
    [InlineData("CONFIG SET hash-max-listpack-entries 3 hash-max-listpack-value 8 set-max-intset-entries 3")]
    public async Task Random_commands_on_hashes_and_sets_are_answered_as_redis_answers_them(string limits)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        await CompareAsync(limits);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(HashAndSetCommands.All, count: 2500, seed, Cancellation);
    }

    [Theory, Trait("Category", "Soak")]
    [InlineData(-2, "0")]
    [InlineData(3, "0")]
    [InlineData(2, "8")]
    public async Task Random_commands_on_lists_are_answered_as_redis_answers_them(int nodeSize, string plainFrom)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        await CompareAsync($"""
            CONFIG SET list-max-listpack-size {nodeSize} rdbcompression no hz 500
            DEBUG QUICKLIST-PACKED-THRESHOLD {plainFrom}
            """);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(ListAndKeyCommands.All, count: 2500, seed, Cancellation);
        await CompareAsync("DEBUG QUICKLIST-PACKED-THRESHOLD 0");
    }

    [Theory, Trait("Category", "Soak")]
    [InlineData("")]
    [InlineData("CONFIG SET zset-max-listpack-entries 3 zset-max-listpack-value 8")]
    [InlineData("CONFIG SET zset-max-listpack-entries 0")]
    public async Task Random_commands_on_sorted_sets_are_answered_as_redis_answers_them(string limits)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        await CompareAsync(limits);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(SortedSetCommandTemplates.All, count: 2500, seed, Cancellation);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_on_bits_are_answered_as_redis_answers_them()
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(BitmapCommandTemplates.All, count: 2500, seed, Cancellation);
    }

    [Theory, Trait("Category", "Soak")]
    [InlineData(3000)]
    [InlineData(60)]
    public async Task Random_commands_on_hyperloglogs_are_answered_as_redis_answers_them(int sparseLimit)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        await CompareAsync($"CONFIG SET hll-sparse-max-bytes {sparseLimit}");
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(HyperLogLogCommandTemplates.All, count: 1500, seed, Cancellation);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_on_positions_are_answered_as_redis_answers_them()
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(GeoCommandTemplates.All, count: 2500, seed, Cancellation);
    }

    [Theory, Trait("Category", "Soak")]
    [InlineData(4096, 100)]
    [InlineData(0, 4)]
    [InlineData(200, 0)]
    public async Task Random_commands_on_streams_are_answered_as_redis_answers_them(int nodeBytes, int nodeEntries)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        await CompareAsync($"""
            CONFIG SET stream-node-max-bytes {nodeBytes} stream-node-max-entries {nodeEntries} rdbcompression no hz 500
            """);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 200); seed++)
            await comparison.RunRandomAsync(StreamCommandTemplates.All, count: 2500, seed, Cancellation);
    }
}
