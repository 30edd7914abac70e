using Patterns.Core.Scripting;

namespace Patterns.Caching.Guards;

/// <summary>The scripts of the Bloom guard.</summary>
internal static class GuardScripts
{
    public static RedisScript Check { get; } = Read("check_names");

    public static RedisScript Add { get; } = Read("add_name");

    public static RedisScript Begin { get; } = Read("begin_rebuild");

    public static RedisScript Load { get; } = Read("load_names");

    public static RedisScript Commit { get; } = Read("commit_rebuild");

    private static RedisScript Read(string name) => RedisScript.FromResource(typeof(GuardScripts).Assembly, name);
}
