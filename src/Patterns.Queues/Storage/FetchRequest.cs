using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>What a worker asks for.</summary>
/// <param name="Consumer">Who asks.</param>
/// <param name="Count">How many messages it has room for.</param>
/// <param name="ExpectedNow">When it believes that it is by the clock of Redis; null not to take over anything.</param>
/// <param name="LowestFirst">Whether to begin with the lowest priority.</param>
/// <param name="Cursors">Where the search for idle entries goes on in each lane.</param>
/// <param name="TakesBack">Whether to take what was handed back, if nothing is taken over.</param>
internal readonly record struct FetchRequest(
    RedisValue Consumer, int Count, long? ExpectedNow, bool LowestFirst, RedisValue[] Cursors, bool TakesBack = false);
