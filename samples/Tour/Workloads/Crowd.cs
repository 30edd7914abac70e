using System.Diagnostics;

namespace Tour.Workloads;

/// <summary>Readers who start together; each works through its part of a plan, one read after another.</summary>
internal static class Crowd
{
    /// <param name="plan">What is read.</param>
    /// <param name="read">Reads one item.</param>
    /// <param name="advance">Is told how many reads have been done since it was last told.</param>
    /// <param name="cancellationToken">Stops all readers.</param>
    public static async Task<CrowdMeasurement> RunAsync(
        ReadPlan plan,
        Func<int, CancellationToken, Task> read,
        Action<int> advance,
        CancellationToken cancellationToken)
    {
        // One reader's fault ends the others; WhenAll then reports the fault and not the cancellations that it caused.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<long[]>[] readers = [.. plan.Readers.Select(items => ReadAllAsync(items, read, advance, gate.Task, stop))];

        long start = Stopwatch.GetTimestamp();
        gate.SetResult();
        long[][] durations = await Task.WhenAll(readers);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return new CrowdMeasurement(elapsed, LatencySummary.Of(durations.SelectMany(reader => reader)));
    }

    private static async Task<long[]> ReadAllAsync(
        IReadOnlyList<int> items,
        Func<int, CancellationToken, Task> read,
        Action<int> advance,
        Task gate,
        CancellationTokenSource stop)
    {
        await gate;
        var durations = new long[items.Count];
        try
        {
            for (int i = 0; i < items.Count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await read(items[i], stop.Token);
                durations[i] = Stopwatch.GetTimestamp() - start;
                advance(1);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }

        return durations;
    }
}
