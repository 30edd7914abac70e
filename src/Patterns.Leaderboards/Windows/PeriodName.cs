namespace Patterns.Leaderboards.Windows;

/// <summary>Names that become part of a key.</summary>
internal static class PeriodName
{
    private const int MaxLength = 50;

    /// <exception cref="ArgumentException">The name is not usable.</exception>
    public static void Require(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength || !name.All(IsAllowed))
        {
            throw new ArgumentException(
                $"The name '{name}' is not 1 to {MaxLength} letters, digits, '-' and '_': rename it, as in "
                + "'spring-2026'.",
                nameof(name));
        }
    }

    private static bool IsAllowed(char character)
        => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
