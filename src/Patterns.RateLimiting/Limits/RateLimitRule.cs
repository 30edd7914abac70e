using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Limits;

/// <summary>A limit as the scripts take it. It is sent with every call, so that a change needs no step of its
/// own.</summary>
/// <param name="Algorithm">The algorithm's name in the scripts.</param>
/// <param name="Script">The script that knows this algorithm alone.</param>
/// <param name="Policy">What the limit is called.</param>
/// <param name="Limit">How many permits are granted in <paramref name="Window"/>.</param>
/// <param name="Window">The time over which the limit is meant.</param>
/// <param name="Burst">How many permits can be granted at once.</param>
/// <param name="First">The algorithm's first number, and so on.</param>
/// <param name="Second">The second.</param>
/// <param name="Third">The third.</param>
internal sealed record RateLimitRule(
    RedisValue Algorithm,
    RedisScript Script,
    string Policy,
    long Limit,
    TimeSpan Window,
    long Burst,
    long First,
    long Second,
    long Third)
{
    private const int Columns = 6;

    // How many arguments come before the first policy's.
    private const int Head = 3;

    /// <summary>Whether who is admitted waits for a turn, which the reply names as the grant.</summary>
    public bool Waits { get; init; }

    public static RedisValue[] NewArguments(RedisValue mode, long extra, long ends, int policies)
    {
        var arguments = new RedisValue[Head + (policies * Columns)];
        arguments[0] = mode;
        arguments[1] = extra;
        arguments[2] = ends;
        return arguments;
    }

    /// <param name="arguments">Where to.</param>
    /// <param name="policy">The position of the policy.</param>
    /// <param name="permits">How many are in question.</param>
    /// <param name="advisory">Whether a refusal refuses nothing.</param>
    public void Write(RedisValue[] arguments, int policy, long permits, bool advisory = false)
    {
        int first = Head + (policy * Columns);
        arguments[first] = Algorithm;
        arguments[first + 1] = permits;
        arguments[first + 2] = First;
        arguments[first + 3] = Second;
        arguments[first + 4] = Third;
        arguments[first + 5] = advisory;
    }
}
