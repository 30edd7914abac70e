using Patterns.Core.Scripting;

namespace Patterns.Leaderboards.Sharding;

/// <summary>The scripts of sharded boards.</summary>
internal static class ShardScripts
{
    public static RedisScript Submit { get; } = Load("submit_shard");

    public static RedisScript Sample { get; } = Load("sample_shard");

    public static RedisScript Remove { get; } = Load("remove_shard");

    private static RedisScript Load(string name) => RedisScript.FromResource(typeof(ShardScripts).Assembly, name);
}
