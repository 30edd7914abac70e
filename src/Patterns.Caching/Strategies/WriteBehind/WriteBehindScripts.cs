using Patterns.Core.Scripting;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>The scripts about writes that the source gets later.</summary>
internal static class WriteBehindScripts
{
    public static RedisScript Accept { get; } = Read("accept_write", "entries", "store");

    public static RedisScript ReadPending { get; } = Read("read_pending");

    public static RedisScript Fetch { get; } = Read("fetch_writes");

    public static RedisScript Settle { get; } = Read("settle_writes");

    public static RedisScript Hold { get; } = Read("hold_log");

    public static RedisScript CountFailures { get; } = Read("count_failures");

    public static RedisScript Bury { get; } = Read("bury_write", "entries");

    public static RedisScript Replay { get; } = Read("replay_write", "entries");

    private static RedisScript Read(string name, params ReadOnlySpan<string> parts)
        => RedisScript.FromResource(typeof(WriteBehindScripts).Assembly, name, parts);
}
