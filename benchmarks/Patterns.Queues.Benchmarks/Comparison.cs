using System.Diagnostics;
using System.Globalization;

namespace Patterns.Queues.Benchmarks;

/// <summary>Two ways that are measured in turn, so that a machine that is slow for a while is slow for both.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Beside">What it is compared with.</param>
/// <param name="Unit">Of the numbers.</param>
/// <param name="Goal">What the ratio is to be.</param>
/// <param name="Ours">One round.</param>
/// <param name="Theirs">One round of the other.</param>
internal sealed record Comparison(
    string Name, string Beside, string Unit, string Goal, Func<Task<double>> Ours, Func<Task<double>> Theirs)
{
    private readonly List<(double Ours, double Theirs)> _rounds = [];

    /// <summary>Runs rounds that do not count, until the code has been compiled as well as it will be.</summary>
    public async Task WarmUpAsync(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            await Theirs();
            await Ours();
        }
        while (Stopwatch.GetElapsedTime(start) < time);
    }

    public async Task RunAsync(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            // In turns, so that neither is always the second.
            bool oursFirst = round % 2 == 0;
            double first = await (oursFirst ? Ours() : Theirs());
            double second = await (oursFirst ? Theirs() : Ours());
            _rounds.Add(oursFirst ? (first, second) : (second, first));
        }
    }

    public string ToRow()
    {
        double[] ratios = [.. _rounds.Select(round => round.Ours / round.Theirs).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Name} | {Beside} | {Unit} | {Median(_rounds.Select(round => round.Ours)):G4} "
            + $"| {Median(_rounds.Select(round => round.Theirs)):G4} "
            + $"| {ratios[ratios.Length / 2]:F2} ({ratios[0]:F2} - {ratios[^1]:F2}) | {Goal} |");
    }

    public IEnumerable<string> ToRawRows() => _rounds.Select((round, index) => string.Create(
        CultureInfo.InvariantCulture, $"{Name}\t{Beside}\t{Unit}\t{index + 1}\t{round.Ours:G6}\t{round.Theirs:G6}"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
