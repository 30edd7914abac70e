namespace Patterns.Caching.Filling;

/// <summary>What the source has answered.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Context">What the factory has decided.</param>
/// <param name="Cost">How long it took.</param>
internal readonly record struct SourceAnswer<T>(T Value, CacheFactoryContext Context, TimeSpan Cost);
