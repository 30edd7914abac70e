using System.Globalization;

namespace Patterns.Locking.Leases;

/// <summary>The bounds of what a caller may ask for.</summary>
internal static class LeaseBounds
{
    /// <summary>The longest name of a lock, in characters.</summary>
    public const int MaxNameLength = 512;

    public static TimeSpan? Check(TimeSpan? value, TimeSpan minimum, string option, string remedy)
    {
        if (value is { } time && (time < minimum || time > LockOptions.MaxTimeToLive))
        {
            throw new ArgumentOutOfRangeException(option, string.Create(
                CultureInfo.InvariantCulture,
                $"{option} is {time}, but must be between {minimum} and {LockOptions.MaxTimeToLive}: {remedy}."));
        }

        return value;
    }

    /// <exception cref="ArgumentException">The name is empty, too long, or would change the slot.</exception>
    public static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException(
                $"The name has {name.Length} characters, but at most {MaxNameLength} are allowed: use an identifier, "
                + "or the hash of what is longer.",
                nameof(name));
        }

        if (name.AsSpan().IndexOfAny('{', '}') is var brace and >= 0)
        {
            throw new ArgumentException(
                $"The name '{name}' contains '{name[brace]}', but braces are not allowed, because they decide the slot "
                + "on Redis Cluster: remove or encode them.",
                nameof(name));
        }
    }
}
