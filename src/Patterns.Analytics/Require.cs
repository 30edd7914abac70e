using StackExchange.Redis;

namespace Patterns.Analytics;

/// <summary>What arguments must be. Each sentence names the value, the bound and the remedy.</summary>
internal static class Require
{
    public static void Within(long value, long minimum, long maximum, string name, string remedy)
    {
        if (value < minimum || value > maximum)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}, but must be between {minimum} and {maximum}: {remedy}.");
        }
    }

    public static void Within(double value, double minimum, double maximum, string name, string remedy)
    {
        // Written so that NaN, which compares with nothing, is refused.
        if (!(value >= minimum && value <= maximum))
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}, but must be between {minimum} and {maximum}: {remedy}.");
        }
    }

    public static void Member(RedisValue member)
    {
        if (member.IsNullOrEmpty)
        {
            throw new ArgumentException("A member is null or empty: name what is counted.", nameof(member));
        }
    }

    public static void Order(DateTimeOffset from, DateTimeOffset until)
    {
        if (until < from)
        {
            throw new ArgumentOutOfRangeException(
                nameof(until), until, $"until is {until:u}, but must not be before {from:u}: exchange the two.");
        }
    }
}
