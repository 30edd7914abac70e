using System.Globalization;
using Patterns.RateLimiting.Benchmarks;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Benchmarks;

/// <summary>The recipe beside what one would write by hand, on boards with many members.</summary>
internal sealed class BoardPairs
{
    private const string Board = "b";
    private const int Radius = 5;
    private const int BatchSize = 1_000;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly string _server;
    private readonly int _members;
    private readonly IDatabase _database;
    private readonly RedisLeaderboards _windows;
    private readonly RedisLeaderboards _large;
    private readonly BareScript _bareSubmit = new("bare_submit");
    private readonly BareScript _bareAround = new("bare_around");

    private BoardPairs(string server, IDatabase database, int members)
    {
        _server = server;
        _members = members;
        _database = database;
        _large = new RedisLeaderboards(database, new() { KeyPrefix = "large", RedisTimeout = _patience });
        _windows = new RedisLeaderboards(database, new()
        {
            KeyPrefix = "windows",
            RedisTimeout = _patience,
            Windows =
            [
                LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly,
            ],
        });
    }

    public static async Task<BoardPairs> CreateAsync(string server, ConnectionMultiplexer connection, int members)
    {
        var pairs = new BoardPairs(server, connection.GetDatabase(), members);
        await pairs._bareSubmit.LoadAsync(connection.GetServers()[0]);
        await pairs._bareAround.LoadAsync(connection.GetServers()[0]);
        await pairs._large.SubmitBatchAsync(
            Board, Enumerable.Range(0, members).Select(number => new LeaderboardScore(Member(number), Score(number))));
        return pairs;
    }

    public IEnumerable<Pair> All =>
    [
        Submit(callers: 1),
        Submit(callers: 64),
        Around(callers: 1),
        Around(callers: 64),
        Load(),
    ];

    private Pair Submit(int callers)
    {
        RedisKey[] keys = ["{bare}:all", "{bare}:day", "{bare}:week", "{bare}:month"];
        int ours = 0, theirs = 0;
        return new Pair(
            $"{_server}: submit over four windows",
            "a script for four boards",
            callers,
            callers == 1 ? 3_000 : 12_000,
            async () =>
            {
                int number = Interlocked.Increment(ref ours);
                await _windows.SubmitAsync(Board, Member(number % 10_000), Score(number));
            },
            async () =>
            {
                int number = Interlocked.Increment(ref theirs);
                RedisResult reply = await _bareSubmit.CallAsync(
                    _database, keys, [Score(number), Member(number % 10_000)]);

                // Put into a form that a caller can use, as the recipe does it.
                (long? Before, double Score)[] standings =
                    [.. ((RedisResult[])reply!).Chunk(4).Select(row => ((long?)row[0], (double)row[3]))];
                GC.KeepAlive(standings);
            });
    }

    private Pair Around(int callers)
    {
        int ours = 0, theirs = 0;
        RedisKey key = $"large:2:{{{Board}}}:scores:all";
        return new Pair(
            $"{_server}: around a member of {_members.ToString("N0", CultureInfo.InvariantCulture)}",
            "a script with rank and range",
            callers,
            callers == 1 ? 3_000 : 12_000,
            async () => await _large.AroundAsync(Board, Member(Spread(Interlocked.Increment(ref ours))), Radius),
            async () =>
            {
                RedisResult reply = await _bareAround.CallAsync(
                    _database, [key], [Member(Spread(Interlocked.Increment(ref theirs))), Radius]);
                SortedSetEntry[] rows =
                    [.. ((RedisValue[])reply!).Chunk(2).Select(row => new SortedSetEntry(row[0], (double)row[1]))];
                GC.KeepAlive(rows);
            });
    }

    private Pair Load()
    {
        int ours = 0, theirs = 0;
        return new Pair(
            $"{_server}: load {BatchSize.ToString("N0", CultureInfo.InvariantCulture)} scores",
            "as many pipelined ZADDs",
            4,
            80,
            async () =>
            {
                int first = Interlocked.Add(ref ours, BatchSize);
                await _large.SubmitBatchAsync("load", Batch(first), SubmitMode.Best);
            },
            async () =>
            {
                int first = Interlocked.Add(ref theirs, BatchSize);
                IBatch batch = _database.CreateBatch();
                Task[] all = [.. Batch(first).Select(
                    row => batch.SortedSetAddAsync("zadds", row.Member, row.Score, SortedSetWhen.GreaterThan))];
                batch.Execute();
                await Task.WhenAll(all);
            });

        IEnumerable<LeaderboardScore> Batch(int first) => Enumerable.Range(first, BatchSize)
            .Select(number => new LeaderboardScore(Member(Spread(number)), Score(number)));
    }

    // Members in an order that is not that of their scores.
    private int Spread(int number) => (int)((uint)number * 2_654_435_761L % _members);

    private static string Member(int number) => $"player:{number:00000000}";

    private static double Score(int number) => (uint)number * 40_503L % 1_000_003;
}
