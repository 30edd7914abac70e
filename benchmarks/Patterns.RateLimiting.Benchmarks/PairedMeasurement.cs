using System.Diagnostics;
using System.Globalization;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>Rounds of a pair: a machine that is slow for a while is slow for both.</summary>
internal sealed class PairedMeasurement
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly Pair _pair;
    private readonly List<(double Ours, double Theirs)> _rounds = [];
    private long _bytes;

    private PairedMeasurement(Pair pair) => _pair = pair;

    public static async Task<PairedMeasurement> RunAsync(Pair pair, int rounds)
    {
        var measurement = new PairedMeasurement(pair);
        long ours = long.MaxValue;
        long theirs = long.MaxValue;
        await WarmUpAsync(pair);
        for (int round = 0; round < rounds; round++)
        {
            // In turns, so that neither is always the second.
            bool oursFirst = round % 2 == 0;
            Sample first = await SampleAsync(pair, oursFirst ? pair.Ours : pair.Theirs);
            Sample second = await SampleAsync(pair, oursFirst ? pair.Theirs : pair.Ours);
            (Sample our, Sample their) = oursFirst ? (first, second) : (second, first);
            ours = Math.Min(ours, our.Bytes);
            theirs = Math.Min(theirs, their.Bytes);
            measurement._rounds.Add((our.Microseconds, their.Microseconds));
        }

        measurement._bytes = ours - theirs;
        return measurement;
    }

    public string ToRow()
    {
        double[] ratios = [.. _rounds.Select(round => round.Ours / round.Theirs).Order()];
        double[] ours = [.. _rounds.Select(round => round.Ours).Order()];
        double[] theirs = [.. _rounds.Select(round => round.Theirs).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {_pair.Name} | {_pair.Beside} | {_pair.Callers} | {Median(ours):F3} | {Median(theirs):F3} "
            + $"| {Median(ratios):F2} ({ratios[0]:F2} - {ratios[^1]:F2}) | {_bytes} |");
    }

    /// <summary>The rounds as they were measured, a line each.</summary>
    public string ToRounds() => string.Concat(_rounds.Select((round, index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_pair.Name}\t{_pair.Beside}\t{_pair.Callers}\t{index + 1}\t{round.Ours:F4}\t{round.Theirs:F4}\n")));

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];

    /// <summary>Rounds that do not count: code is compiled while they run, in the background and more than
    /// once.</summary>
    private static async Task WarmUpAsync(Pair pair)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            await SampleAsync(pair, pair.Ours);
            await SampleAsync(pair, pair.Theirs);
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);
    }

    private static async Task<Sample> SampleAsync(Pair pair, Func<ValueTask> call)
    {
        GC.Collect();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, pair.Callers).Select(async _ =>
        {
            for (int index = 0; index < pair.Calls / pair.Callers; index++)
            {
                await call();
            }
        }));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new Sample(elapsed.TotalMicroseconds / pair.Calls, allocated / pair.Calls);
    }

    private readonly record struct Sample(double Microseconds, long Bytes);
}
