using System.Diagnostics.CodeAnalysis;

namespace Patterns.Caching;

/// <summary>The answer of a read that calls no source: a value, or the reason why there is none.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct CacheLookup<T>
{
    private readonly T? _value;

    internal CacheLookup(T? value)
    {
        _value = value;
        Outcome = CacheReadOutcome.Hit;
    }

    internal CacheLookup(CacheReadOutcome outcome)
    {
        Outcome = outcome;
    }

    /// <summary>What the read found.</summary>
    public CacheReadOutcome Outcome { get; }

    /// <summary>Whether there is a value, which may be a stored null.</summary>
    public bool HasValue => Outcome == CacheReadOutcome.Hit;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none; check <see cref="HasValue"/> first.</exception>
    public T Value => HasValue
        ? _value!
        : throw new InvalidOperationException($"The read found no value ({Outcome}): check HasValue first.");

    /// <summary>Gets the value if there is one.</summary>
    /// <param name="value">The value, which may be a stored null.</param>
    /// <returns>Whether there is a value.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return HasValue;
    }
}
