using StackExchange.Redis;

namespace Patterns.Core;

/// <summary>
/// Builds the Redis keys of one recipe: <c>prefix:version:name</c>, for example <c>limits:1:alice</c>, or
/// <c>prefix:version:kind:name</c> where a recipe has keys of several kinds, for example <c>cache:2:e:product:42</c>.
/// </summary>
/// <remarks>
/// <para>The version counts the layouts of the recipe's keys. Two releases that disagree about a layout use different
/// keys, so they can run side by side during a rolling deployment.</para>
/// <para>The name stands verbatim at the end and the prefix has no braces, so a hash tag in the name, as in
/// <c>{user:42}:profile</c>, decides the slot of the key on Redis Cluster. Without one the whole key does.</para>
/// </remarks>
public sealed class KeyBuilder
{
    /// <summary>The longest prefix, in characters.</summary>
    public const int MaxPrefixLength = 100;

    // Held as bytes, because the client then joins head and name while it writes the command, without a copy.
    private readonly RedisKey _head;

    /// <summary>Creates the builder of one recipe's keys.</summary>
    /// <param name="prefix">What separates these keys from all others: 1 to <see cref="MaxPrefixLength"/> characters
    /// without braces, white space or control characters.</param>
    /// <param name="formatVersion">The version of the recipe's key layout, at least 1.</param>
    /// <param name="kind">What tells these keys from others of the same recipe; null where it has no others.</param>
    /// <exception cref="ArgumentException">The prefix is not usable; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public KeyBuilder(string prefix, int formatVersion, string? kind = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(formatVersion, 1);
        if (FindFault(prefix) is { } fault)
        {
            throw new ArgumentException($"The key prefix '{prefix}' {fault}", nameof(prefix));
        }

        _head = System.Text.Encoding.UTF8.GetBytes($"{prefix}:{formatVersion}:{(kind is null ? "" : $"{kind}:")}");
    }

    /// <summary>The key of the thing with this name. It does not allocate.</summary>
    /// <param name="name">The caller's name for the thing; not empty.</param>
    /// <returns>The key to hand to the client.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public RedisKey For(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _head.Append(name);
    }

    /// <summary>What is wrong with a prefix, as the end of a sentence that begins with the prefix.</summary>
    /// <param name="prefix">The prefix to check.</param>
    /// <returns>The fault and its remedy, or null when the prefix is usable.</returns>
    public static string? FindFault(string? prefix)
    {
        if (string.IsNullOrEmpty(prefix))
        {
            return "is empty: name the application or the data, for example 'shop:cache'.";
        }

        if (prefix.Length > MaxPrefixLength)
        {
            return $"has {prefix.Length} characters, but at most {MaxPrefixLength} are allowed: shorten it.";
        }

        foreach (char character in prefix)
        {
            if (character is '{' or '}' || char.IsWhiteSpace(character) || char.IsControl(character))
            {
                return $"contains {Show(character)}, but braces, white space and control characters are not allowed: "
                    + "remove it; a hash tag belongs in the name, as in '{user:42}:profile'.";
            }
        }

        return null;
    }

    private static string Show(char character)
        => character is '{' or '}' ? $"'{character}'" : $"the character U+{(int)character:X4}";
}
