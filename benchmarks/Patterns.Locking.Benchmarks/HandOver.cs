using System.Diagnostics;
using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Locking.Benchmarks;

/// <summary>How long it takes from the release of a lock until somebody who waits in another connection has it, beside
/// a bare release that publishes to a subscriber.</summary>
internal sealed class HandOver(Func<Task<ConnectionMultiplexer>> connect, int rounds)
{
    private const int HandOversPerRound = 150;
    private const string DeleteAndPublish = "redis.call('DEL', KEYS[1]) return redis.call('PUBLISH', KEYS[2], 'free')";

    private readonly List<(double P50, double P99)> _ratios = [];

    /// <summary>Measures, and writes a row per round and the row of the table.</summary>
    public async Task<string> RunAsync(StringBuilder raw)
    {
        await using ConnectionMultiplexer one = await connect();
        await using ConnectionMultiplexer other = await connect();
        await using var here = new RedisLocks(one.GetDatabase(), new RedisLocksOptions { KeyPrefix = "handover" });
        await using var there = new RedisLocks(other.GetDatabase(), new RedisLocksOptions { KeyPrefix = "handover" });
        var all = (Ours: new List<double>(), Bare: new List<double>());
        for (int round = 0; round <= rounds; round++)
        {
            double[] ours = await MeasureAsync(() => HandOverAsync(here, there, other));
            double[] bare = await MeasureAsync(() => PublishAsync(one, other));
            if (round == 0)
            {
                continue;
            }

            _ratios.Add((Percentile(ours, 50) / Percentile(bare, 50), Percentile(ours, 99) / Percentile(bare, 99)));
            all.Ours.AddRange(ours);
            all.Bare.AddRange(bare);
            raw.Append(CultureInfo.InvariantCulture, $"hand-over\t{round}\t{Percentile(ours, 50):F3}\t");
            raw.Append(CultureInfo.InvariantCulture, $"{Percentile(ours, 99):F3}\t{Percentile(bare, 50):F3}\t");
            raw.Append(CultureInfo.InvariantCulture, $"{Percentile(bare, 99):F3}\n");
        }

        double[] ourAll = [.. all.Ours.Order()];
        double[] bareAll = [.. all.Bare.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Percentile(ourAll, 50):F2} | {Percentile(ourAll, 99):F2} | {Percentile(bareAll, 50):F2} "
            + $"| {Percentile(bareAll, 99):F2} | {Median(ratio => ratio.P50)} | {Median(ratio => ratio.P99)} |");
    }

    private string Median(Func<(double P50, double P99), double> select)
    {
        double[] sorted = [.. _ratios.Select(select).Order()];
        return string.Create(
            CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:F2} ({sorted[0]:F2} - {sorted[^1]:F2})");
    }

    private static async Task<double> HandOverAsync(
        RedisLocks here, RedisLocks there, ConnectionMultiplexer other)
    {
        ILockHandle held = await here.AcquireAsync("l");
        Task<long> waiting = Task.Run(async () =>
        {
            await using ILockHandle next = await there.AcquireAsync("l");
            return Stopwatch.GetTimestamp();
        });
        IDatabase view = other.GetDatabase();
        while (await view.SortedSetLengthAsync("handover:1:{l}::queue") == 0)
        {
            await Task.Yield();
        }

        long start = Stopwatch.GetTimestamp();
        await held.DisposeAsync();
        return Stopwatch.GetElapsedTime(start, await waiting).TotalMilliseconds;
    }

    private static async Task<double> PublishAsync(ConnectionMultiplexer one, ConnectionMultiplexer other)
    {
        var told = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        ISubscriber subscriber = other.GetSubscriber();
        RedisChannel channel = RedisChannel.Literal("bare:free");
        await subscriber.SubscribeAsync(channel, (_, _) => told.TrySetResult(Stopwatch.GetTimestamp()));
        await one.GetDatabase().StringSetAsync("bare", 1, TimeSpan.FromSeconds(30), When.NotExists);
        long start = Stopwatch.GetTimestamp();
        await one.GetDatabase().ScriptEvaluateAsync(DeleteAndPublish, ["bare", "bare:free"], []);
        long end = await told.Task;
        await subscriber.UnsubscribeAsync(channel);
        return Stopwatch.GetElapsedTime(start, end).TotalMilliseconds;
    }

    private static async Task<double[]> MeasureAsync(Func<Task<double>> handOver)
    {
        var times = new double[HandOversPerRound];
        for (int index = 0; index < times.Length; index++)
        {
            times[index] = await handOver();
        }

        return [.. times.Order()];
    }

    private static double Percentile(double[] sorted, int percent)
        => sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
}
