using System.Text;
using Engine.Server.Commands.Server.Debugging;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Keyspace;
using Engine.Server.Tests.Commands;
using Engine.Server.Tests.Keyspace;
using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Journal;

public sealed class ReplayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_of_a_random_history_gives_the_same_data() =>
        RepeatAsync(StringAndKeyCommands.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_hashes_and_sets_gives_the_same_data() =>
        RepeatAsync(HashAndSetCommands.Repeatable);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_lists_gives_the_same_data() => RepeatAsync(ListAndKeyCommands.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_sorted_sets_gives_the_same_data() =>
        RepeatAsync(SortedSetCommandTemplates.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_streams_gives_the_same_data() => RepeatAsync(StreamCommandTemplates.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_keys_of_all_types_gives_the_same_data() => RepeatAsync(MixedCommands.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_bits_gives_the_same_data() => RepeatAsync(BitmapCommandTemplates.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_hyperloglogs_gives_the_same_data() =>
        RepeatAsync(HyperLogLogCommandTemplates.Changes);

    [Fact, Trait("Category", "Soak")]
    public Task Repeating_the_effects_on_positions_gives_the_same_data() => RepeatAsync(GeoCommandTemplates.Changes);

    [Theory]
    [InlineData(EvictionPolicy.AllKeysLru)]
    [InlineData(EvictionPolicy.AllKeysLfu)]
    [InlineData(EvictionPolicy.VolatileRandom)]
    public Task Repeating_the_effects_with_those_of_evictions_gives_the_same_data(EvictionPolicy policy) =>
        RepeatAsync(MixedCommands.Changes, new EngineOptions { MaxMemory = 2_400, MaxMemoryPolicy = policy });

    private static async Task RepeatAsync(RandomCommands commands, EngineOptions? options = null)
    {
        var clock = new ManualClock();
        clock.Advance(TimeProvider.System.GetUtcNow() - clock.GetUtcNow());
        options ??= new EngineOptions();
        options.TimeProvider = clock;
        await using EngineServer first = await EngineServer.StartAsync(options);
        await using EngineServer second = await EngineServer.StartAsync(new EngineOptions { TimeProvider = clock });
        var effects = new EffectRecorder();
        await first.RunAsync(() => first.Journal.Subscribe(effects));
        await using RespClient writer = new(first.Connect());
        await using RespClient repeater = new(second.Connect());
        await repeater.CallAsync("PING");
        await second.RunAsync(() => second.State.Clients.All.Single().RepeatsEffects = true);
        int repeated = 0;
        for (int seed = 1; seed <= Soak.Iterations(usual: 5, soak: 500); seed++)
        {
            foreach (string line in commands.Generate(300, seed))
            {
                await writer.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], Cancellation);
                await writer.ReadAsync(Cancellation);
            }

            repeated += await RepeatAsync(effects, repeater);
            Assert.Equal(await DescribeAsync(first), await DescribeAsync(second));
        }

        Assert.True(repeated > 500, $"Only {repeated} effects were repeated.");
        Assert.Equal(options.MaxMemory > 0, first.State.Keyspace.Statistics.EvictedKeys > 0);
    }

    private static async Task<int> RepeatAsync(EffectRecorder effects, RespClient repeater)
    {
        int count = 0;
        foreach (string[] words in effects.Units.SelectMany(unit => unit))
        {
            Assert.False((await repeater.CallAsync("SELECT", words[0])).IsError);
            await repeater.SendAsync(
                [.. words.Skip(1).Select(word => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(word))], Cancellation);
            RespValue reply = await repeater.ReadAsync(Cancellation);
            Assert.False(reply.IsError, $"{string.Join(' ', words)} was refused: {reply}");
            count++;
        }

        effects.Clear();
        return count;
    }

    /// <summary>
    /// All keys that have not expired, in order, with database, expiry and value. A number may be stored as text or
    /// not.
    /// </summary>
    private static async Task<string> DescribeAsync(EngineServer engine)
    {
        List<string> lines = [];
        await engine.RunAsync(() =>
        {
            for (int i = 0; i < engine.State.Keyspace.DatabaseCount; i++)
            {
                Database database = engine.State.Keyspace[i];
                foreach (uint handle in database)
                {
                    Entry entry = database.EntryOf(handle);
                    if (!database.IsExpired(entry))
                        lines.Add($"{i} {Encoding.Latin1.GetString(entry.Key)} {entry.Expiry} {Text(entry)}");
                }
            }
        });
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string Text(in Entry entry)
    {
        var digest = new DataDigest();
        digest.MixValue(entry);
        return entry.Type == Engine.Server.DataTypes.ValueType.Stream
            ? $"{digest} {Text(entry.Slot.Large<StreamValue>())}"
            : digest.ToString();
    }

    /// <summary>What a stream's digest does not tell: its history, and which consumer has which entry.</summary>
    private static string Text(StreamValue stream)
    {
        var text = new StringBuilder();
        text.Append(null, $"{stream.LastId} {stream.LastDeletedId} {stream.FirstId} {stream.EntriesAdded}");
        foreach (ConsumerGroup group in stream.Groups)
        {
            text.Append(null, $" {Encoding.Latin1.GetString(group.Name)} {group.LastId}");
            bool isThere = group.Pending.TryFindFrom(StreamId.Zero, out StreamId id, out PendingEntry pending);
            for (; isThere; isThere = group.Pending.TryFindAfter(id, out id, out pending))
                text.Append(null, $" {id} {Encoding.Latin1.GetString(group.ConsumerOf(pending).Name)}");
        }

        return text.ToString();
    }
}
