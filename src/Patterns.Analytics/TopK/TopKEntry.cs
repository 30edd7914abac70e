using StackExchange.Redis;

namespace Patterns.Analytics.TopK;

/// <summary>One place of a list.</summary>
/// <param name="Item">What.</param>
/// <param name="Count">How much was added for it, at most.</param>
/// <param name="MaxError">By how much <paramref name="Count"/> may be too high; at least the difference was
/// added.</param>
public readonly record struct TopKEntry(RedisValue Item, double Count, double MaxError);
