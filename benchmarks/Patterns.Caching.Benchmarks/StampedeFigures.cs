using System.Globalization;

namespace Patterns.Caching.Benchmarks;

/// <summary>What the processes of <see cref="Stampede"/> have reported.</summary>
internal sealed class StampedeFigures
{
    private readonly List<double> _waits = [];
    private readonly List<double> _shares = [];
    private readonly List<double> _sources = [];
    private readonly List<int> _calls = [];

    /// <summary>Adds what all processes say of one expiry: their source calls, and the waits of their
    /// readers.</summary>
    public void Add(IEnumerable<string> reports)
    {
        double[][][] figures = [.. reports.Select(report => report.Split(';').Select(Parse).ToArray())];
        double[] sources = [.. figures.SelectMany(figure => figure[0])];
        double[] waits = [.. figures.SelectMany(figure => figure[1])];
        _calls.Add(sources.Length);
        _sources.AddRange(sources);
        _waits.AddRange(waits);

        // The source's own time in this expiry: timers are coarse.
        _shares.AddRange(waits.Select(wait => wait / sources.Max()));
    }

    public string ToRow(string processes)
    {
        _waits.Sort();
        _shares.Sort();
        _sources.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {processes} | {string.Join(", ", _calls)} | {At(_sources, 0.5):F1} | {_waits.Count} "
            + $"| {At(_waits, 0.5):F1} | {At(_waits, 0.99):F1} | {_waits[^1]:F1} "
            + $"| {At(_shares, 0.5):F2} | {At(_shares, 0.99):F2} |\n");
    }

    private static double[] Parse(string figures) => [.. figures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];
}
