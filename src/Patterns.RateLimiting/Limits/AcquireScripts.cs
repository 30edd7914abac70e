using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Limits;

/// <summary>The script that asks for permits, with one algorithm or with all that can be combined.</summary>
internal static class AcquireScripts
{
    private const string Driver = "acquire";
    private const string Shared = "algorithms";

    private static readonly string[] _combinable =
        [Shared, "fixed_window", "sliding_window_log", "sliding_window_counter", "token_bucket", "gcra"];

    public static readonly RedisValue Take = "take";
    public static readonly RedisValue Peek = "peek";
    public static readonly RedisValue Charge = "charge";
    public static readonly RedisValue Return = "return";

    public static RedisScript Combined { get; } =
        RedisScript.FromResource(typeof(AcquireScripts).Assembly, Driver, _combinable);

    public static bool CanCombine(RateLimitRule rule) => _combinable.Contains((string)rule.Algorithm!);

    public static RedisScript Of(string algorithm)
        => RedisScript.FromResource(typeof(AcquireScripts).Assembly, Driver, Shared, algorithm);
}
