using System.Text;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;
using Engine.Server.Tests.Commands;
using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Keyspace;

/// <summary>A snapshot has all keys as they were when it began, whatever commands do while it is taken.</summary>
public sealed class KeyspaceSnapshotTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly RandomCommands s_streams = new(
        new(5, "XADD {key} MAXLEN 20 * f {value}"),
        new(1, "XTRIM {key} MAXLEN 3"),
        new(2, "XGROUP CREATE {key} g{index} 0"),
        new(4, "XREADGROUP GROUP g1 c{index} COUNT 2 STREAMS {key} >"),
        new(2, "XAUTOCLAIM {key} g1 c2 0 0"),
        new(1, "XSETID {key} 99999999999999-0"),
        new(1, "DEL {key}"));

    public static TheoryData<string> Histories => [.. s_histories.Keys];

    private static readonly Dictionary<string, RandomCommands> s_histories = new()
    {
        ["strings"] = StringAndKeyCommands.Changes,
        ["hashes and sets"] = HashAndSetCommands.Repeatable,
        ["lists"] = ListAndKeyCommands.Changes,
        ["sorted sets"] = SortedSetCommandTemplates.Changes,
        ["bits"] = BitmapCommandTemplates.Changes,
        ["hyperloglogs"] = HyperLogLogCommandTemplates.Changes,
        ["positions"] = GeoCommandTemplates.Changes,
        ["streams"] = s_streams,
        ["mixed"] = MixedCommands.Changes,
    };

    [Theory, MemberData(nameof(Histories)), Trait("Category", "Soak")]
    public async Task A_snapshot_is_of_one_moment(string history)
    {
        for (int seed = 1; seed <= Soak.Iterations(usual: 4, soak: 300); seed++)
        {
            await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
            await using RespClient client = new(engine.Connect());
            var random = new Random(seed);
            await RunAsync(client, s_histories[history].Generate(150, seed));
            await RunAsync(client, Crowd(random, 200));
            var before = new RecordingSink();
            var during = new RecordingSink();
            await engine.RunAsync(() =>
            {
                before.TakeAll(engine.State.Keyspace);
                KeyspaceSnapshot.Begin(engine.State.Keyspace, during);
            });
            foreach (string line in s_histories[history].Generate(150, seed + 1000))
            {
                await RunAsync(client, [line, .. Crowd(random, 2)]);
                if (random.Next(4) == 0)
                    await engine.RunAsync(() => engine.State.Keyspace.Snapshot?.TakeSome());
            }

            await engine.RunAsync(() =>
            {
                while (engine.State.Keyspace.Snapshot?.TakeSome() == true)
                    continue;
                engine.State.Keyspace.Snapshot?.End();
            });
            Assert.Equal(before.Keys.Except(during.Keys), during.Keys.Except(before.Keys));
        }
    }

    [Theory]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHDB ASYNC")]
    [InlineData("SELECT 1; FLUSHDB; SET k w; FLUSHDB; SELECT 0; FLUSHDB")]
    [InlineData("SWAPDB 0 1; FLUSHDB; SELECT 1; FLUSHDB; SET k w")]
    [InlineData("SELECT 2; SET k w; FLUSHDB; SET k w; FLUSHALL")]
    [InlineData("FLUSHALL; SET crowd:1 w; FLUSHALL")]
    public async Task An_emptied_database_leaves_its_keys_to_the_snapshot(string script)
    {
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
        await using RespClient client = new(engine.Connect());
        Server.Keyspace.Keyspace keyspace = engine.State.Keyspace;
        string[] crowd = [.. Enumerable.Range(0, 200).Select(i => $"SET crowd:{i} {new string('v', i)}")];
        await RunAsync(
            client, ["SELECT 1", .. crowd, "SELECT 0", .. crowd, "PEXPIRE crowd:1 100000", "RPUSH list a b"]);
        var before = new RecordingSink();
        var during = new RecordingSink();
        await engine.RunAsync(() =>
        {
            before.TakeAll(keyspace);
            KeyspaceSnapshot.Begin(keyspace, during);
        });
        await RunAsync(client, script.Split("; "));
        await engine.RunAsync(() =>
        {
            while (keyspace.Snapshot!.TakeSome())
                continue;
            keyspace.Snapshot.End();
        });
        Assert.Equal(before.Keys, during.Keys);
        Assert.Equal(0, await BytesWithoutKeysAsync(engine));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_kept_for_a_snapshot_is_given_back_when_it_ends_early_or_memory_runs_short(bool endsEarly)
    {
        const int Limit = 4_000_000;
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
        await using RespClient client = new(engine.Connect());
        Server.Keyspace.Keyspace keyspace = engine.State.Keyspace;
        await RunAsync(client, [.. Enumerable.Range(0, 1000).Select(i => $"SET k{i} {new string('v', 10_000)}")]);
        await RunAsync(client, ["SELECT 1", "SET other v", "SELECT 0"]);
        var sink = new RecordingSink();
        await engine.RunAsync(() => KeyspaceSnapshot.Begin(keyspace, sink));
        await RunAsync(client, ["FLUSHDB"]);
        long used = 0;
        await engine.RunAsync(() => used = keyspace.UsedBytes);
        Assert.InRange(used, Limit, long.MaxValue);
        if (endsEarly)
            await engine.RunAsync(() => keyspace.Snapshot!.End());
        else
            await RunAsync(client, [$"CONFIG SET maxmemory {Limit}"]);
        await Poll.UntilAsync(
            _ => Task.FromResult(keyspace.UsedBytes < Limit), "the memory has come back", Cancellation);
        await RunAsync(client, ["SET k w"]);
        await engine.RunAsync(() => keyspace.Snapshot?.End());
        Assert.Equal(1, keyspace[0].Count);
        Assert.Equal(endsEarly, sink.Keys.Count == 0);
        Assert.Equal(0, await BytesWithoutKeysAsync(engine));
    }

    /// <summary>Deletes the keys one by one. Returns what still takes memory, which nothing should.</summary>
    private static async Task<long> BytesWithoutKeysAsync(EngineServer engine)
    {
        long bytes = 0;
        await engine.RunAsync(() =>
        {
            Server.Keyspace.Keyspace keyspace = engine.State.Keyspace;
            for (int i = 0; i < keyspace.DatabaseCount; i++)
            {
                while (keyspace[i].TryPickRandom(out Entry entry))
                    keyspace[i].Remove(entry.Key.ToArray());
                // The smallest table is kept for the next key.
                keyspace[i].Clear();
            }

            while (keyspace.Reclaim(1000))
                continue;
            bytes = keyspace.UsedBytes;
        });
        return bytes;
    }

    /// <summary>Keys that come and go, so that the table grows and shrinks.</summary>
    private static string[] Crowd(Random random, int count)
    {
        string verb = random.Next(2) == 0 ? "SET" : "DEL";
        string rest = verb == "SET" ? "v" : "other";
        return [.. Enumerable.Range(0, count).Select(_ => $"{verb} crowd:{random.Next(3000)} {rest}")];
    }

    private static async Task RunAsync(RespClient client, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            await client.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], Cancellation);
        foreach (string _ in lines)
            await client.ReadAsync(Cancellation);
    }

    private sealed class RecordingSink : ISnapshotSink
    {
        private readonly ValueWriter _writer = new();

        public SortedDictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

        public void TakeAll(Server.Keyspace.Keyspace keyspace)
        {
            for (int i = 0; i < keyspace.DatabaseCount; i++)
            {
                foreach (uint handle in keyspace[i])
                    Take(i, keyspace[i].EntryOf(handle));
            }
        }

        public void Take(int database, in Entry entry)
        {
            _writer.Clear();
            entry.Write(_writer);
            string key = $"{database} {Encoding.Latin1.GetString(entry.Key)}";
            Keys.Add(key, $"{entry.SerializedType} {entry.Expiry} {Convert.ToHexString(_writer.Written)}");
        }
    }
}
