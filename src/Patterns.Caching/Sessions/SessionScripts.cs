using Patterns.Core.Scripting;

namespace Patterns.Caching.Sessions;

/// <summary>The scripts about sessions.</summary>
internal static class SessionScripts
{
    public static RedisScript Start { get; } = Read("start_session");

    public static RedisScript ReadValue { get; } = Read("read_session");

    public static RedisScript WriteValue { get; } = Read("write_session");

    public static RedisScript ReadFields { get; } = Read("read_fields");

    public static RedisScript WriteFields { get; } = Read("write_fields");

    public static RedisScript Increment { get; } = Read("increment_field");

    public static RedisScript CompareAndSet { get; } = Read("compare_and_set_field");

    public static RedisScript Touch { get; } = Read("touch_session");

    public static RedisScript Describe { get; } = Read("describe_sessions");

    public static RedisScript End { get; } =
        RedisScript.FromResource(typeof(SessionScripts).Assembly, "end_sessions");

    private static RedisScript Read(string name)
        => RedisScript.FromResource(typeof(SessionScripts).Assembly, name, "sessions");
}
