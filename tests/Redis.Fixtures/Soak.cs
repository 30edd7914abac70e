using System.Globalization;

namespace Redis.Fixtures;

/// <summary>
/// For tests with a long form: a slice of it in every run, all of it in eng/soak.sh, which selects the tests that carry
/// <c>[Trait("Category", "Soak")]</c> and sets PATTERNS_SOAK=1.
/// </summary>
public static class Soak
{
    /// <summary>
    /// How often such a test repeats its case. PATTERNS_SOAK may be less than 1, which makes a soak run so much
    /// shorter.
    /// </summary>
    /// <param name="usual">The count of every run: what takes about a second.</param>
    /// <param name="soak">The count of a soak run.</param>
    public static int Iterations(int usual, int soak)
    {
        string? share = Environment.GetEnvironmentVariable("PATTERNS_SOAK");
        return double.TryParse(share, CultureInfo.InvariantCulture, out double part) && part > 0
            ? Math.Max(usual, (int)(soak * part))
            : usual;
    }
}
