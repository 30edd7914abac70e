using System.Diagnostics;
using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Locking.Benchmarks;

/// <summary>How long it takes from the release of a lock until another process that waits has it, beside a bare release
/// that publishes to a subscriber in that process.</summary>
internal sealed class HandOver : IAsyncDisposable
{
    private const int HandOversPerRound = 150;
    private const string IsAwaited = "return select(3, cmsgpack.unpack(redis.call('GET', KEYS[1]))) ~= false";
    private const string DeleteAndPublish = "redis.call('DEL', KEYS[1]) return redis.call('PUBLISH', KEYS[2], 'free')";

    private readonly string _endPoint;
    private readonly int _rounds;
    private readonly Process _receiver;
    private readonly List<(double P50, double P99)> _ratios = [];

    public HandOver(string endPoint, int rounds)
    {
        _endPoint = endPoint;
        _rounds = rounds;
        _receiver = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { HandOverReceiver.Argument, endPoint },
        })!;
    }

    /// <summary>Measures, and writes a row per round and the row of the table.</summary>
    public async Task<string> RunAsync(StringBuilder raw)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(_endPoint);
        IDatabase database = connection.GetDatabase();
        await using var here = new RedisLocks(
            database, new RedisLocksOptions { KeyPrefix = HandOverReceiver.Prefix });
        await ReadAsync();
        var all = (Ours: new List<double>(), Bare: new List<double>());
        for (int round = 0; round <= _rounds; round++)
        {
            double[] ours = await MeasureAsync(() => HandOverAsync(here, database));
            double[] bare = await MeasureAsync(() => PublishAsync(database));
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

    /// <summary>Ends the other process.</summary>
    public async ValueTask DisposeAsync()
    {
        _receiver.StandardInput.Close();
        await _receiver.WaitForExitAsync();
        _receiver.Dispose();
    }

    private string Median(Func<(double P50, double P99), double> select)
    {
        double[] sorted = [.. _ratios.Select(select).Order()];
        return string.Create(
            CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:F2} ({sorted[0]:F2} - {sorted[^1]:F2})");
    }

    private async Task<double> HandOverAsync(RedisLocks here, IDatabase view)
    {
        ILockHandle held = await here.AcquireAsync("l");
        await _receiver.StandardInput.WriteLineAsync(HandOverReceiver.ForLock);
        while (!(bool)await view.ScriptEvaluateAsync(IsAwaited, [$"{HandOverReceiver.Prefix}:2:{{l}}"]))
        {
            await Task.Yield();
        }

        await BeStillAsync();
        long start = Stopwatch.GetTimestamp();
        await held.DisposeAsync();
        return await MillisecondsUntilToldAsync(start);
    }

    private async Task<double> PublishAsync(IDatabase database)
    {
        await database.StringSetAsync("bare", 1, TimeSpan.FromSeconds(30), When.NotExists);
        await _receiver.StandardInput.WriteLineAsync(HandOverReceiver.ForMessage);
        await ReadAsync();
        await BeStillAsync();
        long start = Stopwatch.GetTimestamp();
        await database.ScriptEvaluateAsync(DeleteAndPublish, ["bare", HandOverReceiver.Channel], []);
        return await MillisecondsUntilToldAsync(start);
    }

    /// <summary>What was done to get ready is over everywhere, and cores are as idle for both.</summary>
    private static Task BeStillAsync() => Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);

    private async Task<double> MillisecondsUntilToldAsync(long start)
    {
        long told = long.Parse(await ReadAsync(), CultureInfo.InvariantCulture);
        return Stopwatch.GetElapsedTime(start, told).TotalMilliseconds;
    }

    private async Task<string> ReadAsync()
        => await _receiver.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The receiver has died.");

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
