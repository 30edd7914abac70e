using System.Globalization;
using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Worker;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.WriteBehind;

/// <summary>Workers and Redis, in processes of their own, are killed while writes are accepted and handed on.</summary>
public sealed class WriteBehindCrashTests : IAsyncLifetime
{
    private const int Writers = 32;
    private const string Prefix = "crash";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(Soak.Iterations(usual: 2, soak: 30));

    private readonly string _folder = Directory.CreateTempSubdirectory("writes-").FullName;
    private readonly List<GuardedProcess> _workers = [];
    private RedisServerProcess? _redis;
    private ConnectionMultiplexer? _connection;
    private int _accepted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (GuardedProcess worker in _workers)
        {
            await EndAsync(worker);
            worker.Dispose();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task No_accepted_write_is_lost_or_out_of_order_while_workers_and_Redis_are_killed()
    {
        int writes = Soak.Iterations(usual: 1_280, soak: 100_000);
        int kills = Soak.Iterations(usual: 3, soak: 50);
        _redis = await RedisServerProcess.StartAsync(["appendonly yes", "appendfsync always"], Cancellation);
        _connection = await ConnectionMultiplexer.ConnectAsync(
            $"{_redis.EndPoint},abortConnect=false,connectTimeout=500,asyncTimeout=30000");
        using var unused = new FileStore(Path.Combine(_folder, "unused"));
        WriteBehindCache<int, string> cache = CrashSetup.Create(_connection.GetDatabase(), Prefix, unused);
        StartWorker();
        StartWorker();

        Task<int[]>[] writing =
            [.. Enumerable.Range(0, Writers).Select(writer => WriteAsync(cache, writer, writes / Writers))];
        for (int kill = 1; kill <= kills; kill++)
        {
            // Spread over the writes, each after something was handed on since the one before.
            int enough = writes * kill / (kills + 1);
            long written = WrittenBytes();
            await UntilAsync(() => Task.FromResult(_accepted >= enough && WrittenBytes() > written));
            await (kill % 2 == 0 ? KillRedisAsync() : KillWorkerAsync());
        }

        int[][] accepted = await Task.WhenAll(writing);
        await UntilAsync(async () => await CountAsync(cache) == 0);
        Check(accepted, ReadHistory());
        Assert.Empty(await cache.DeadWrites.ListAsync(10, Cancellation));
    }

    /// <summary>One write after the other, each until it is known to be accepted: keys have an order only
    /// then.</summary>
    private async Task<int[]> WriteAsync(WriteBehindCache<int, string> cache, int key, int count)
    {
        var values = new List<int>();
        for (int value = 0; value < count; value++)
        {
            while (await cache.SetAsync(key, $"{value}", Cancellation) != WriteBehindOutcome.Accepted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
            }

            values.Add(value);
            Interlocked.Increment(ref _accepted);
        }

        return [.. values];
    }

    /// <summary>What the source was given for each key, in the order of time.</summary>
    private ILookup<int, int> ReadHistory()
        => (from file in Directory.EnumerateFiles(_folder)
            from line in File.ReadLines(file)
            let words = line.Split(' ')
            where words.Length == 3
            orderby long.Parse(words[0], CultureInfo.InvariantCulture)
            select (Key: Number(words[1]), Value: Number(words[2])))
            .ToLookup(write => write.Key, write => write.Value);

    private static void Check(int[][] accepted, ILookup<int, int> history)
    {
        for (int key = 0; key < Writers; key++)
        {
            int[] given = [.. history[key]];

            // What comes again after a crash may go back in time, but what is new never overtakes, and the last is
            // last.
            Assert.Equal(accepted[key], given.Distinct());
            Assert.Equal(accepted[key][^1], given[^1]);
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task EndAsync(GuardedProcess worker)
    {
        if (!worker.HasExited)
        {
            worker.Kill();
        }

        await worker.WaitForExitAsync(CancellationToken.None);
    }

    private async Task KillWorkerAsync()
    {
        await EndAsync(_workers.First(worker => !worker.HasExited));
        StartWorker();
    }

    private async Task KillRedisAsync()
    {
        await _redis!.KillAsync(Cancellation);
        await _redis.StartAgainAsync(Cancellation);
    }

    private void StartWorker()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Patterns.Caching.Worker.dll");
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : "dotnet";
        _workers.Add(GuardedProcess.Start(
            Directory.CreateDirectory(Path.Combine(_folder, $"worker{_workers.Count}")).FullName,
            host,
            program,
            $"{_redis!.EndPoint}",
            Prefix,
            Path.Combine(_folder, $"{_workers.Count}")));
    }

    private long WrittenBytes() => new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length);

    private static async Task<long> CountAsync(WriteBehindCache<int, string> cache)
    {
        try
        {
            return await cache.CountPendingAsync(Cancellation);
        }
        catch (CacheUnavailableException)
        {
            // Redis comes back.
            return -1;
        }
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(_patience, TimeProvider.System);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"It stands still after {_accepted} accepted writes.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
    }
}
