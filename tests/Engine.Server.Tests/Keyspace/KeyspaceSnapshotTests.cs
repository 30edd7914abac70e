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
        int complete = 0;
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
                if (line.StartsWith("FLUSH", StringComparison.OrdinalIgnoreCase))
                    continue;
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
            if (during.IsInterrupted)
                continue;
            complete++;
            Assert.Equal(before.Keys.Except(during.Keys), during.Keys.Except(before.Keys));
        }

        Assert.True(complete > 0, "Each snapshot was interrupted.");
    }

    [Fact]
    public async Task A_flush_interrupts_a_snapshot()
    {
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
        await using RespClient client = new(engine.Connect());
        foreach ((string command, bool isEverything) in ((string, bool)[])[("FLUSHDB", false), ("FLUSHALL", true)])
        {
            await RunAsync(client, ["SET k v", "SELECT 1", "SET k v"]);
            var sink = new RecordingSink();
            await engine.RunAsync(() => KeyspaceSnapshot.Begin(engine.State.Keyspace, sink));
            await RunAsync(client, [command, "SET k w"]);
            Assert.True(sink.IsInterrupted);
            Assert.Equal(isEverything, sink.IsOfEverything);
            Assert.Empty(sink.Keys);
            await engine.RunAsync(() => Assert.Null(engine.State.Keyspace.Snapshot));
        }
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

        public bool IsInterrupted { get; private set; }

        public bool IsOfEverything { get; private set; }

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

        public void Interrupted(bool isEverything)
        {
            IsInterrupted = true;
            IsOfEverything = isEverything;
        }
    }
}
