using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.PubSub;

/// <summary>Events of keys: every command tells what Redis tells of it, in the same order.</summary>
public sealed class KeyEventTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string AllKinds = "KEAnm";

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Theory]
    [InlineData(AllKinds)]
    [InlineData("KA")]
    [InlineData("Eg$")]
    [InlineData("KElsn")]
    [InlineData("KEhzxm")]
    [InlineData("A")]
    [InlineData("")]
    public async Task Commands_tell_what_redis_tells_of_them(string kinds)
    {
        await CompareEventsAsync(kinds, ChangingCommands.StringsAndKeys.Split('\n'));
        await CompareEventsAsync(kinds, ChangingCommands.Collections.Split('\n'));
        await CompareEventsAsync(kinds, ChangingCommands.Streams.Split('\n'));
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_tell_what_redis_tells_of_them()
    {
        RandomCommands[] families =
        [
            StringAndKeyCommands.Changes, HashAndSetCommands.Changes, ListAndKeyCommands.Changes,
            SortedSetCommandTemplates.Changes, MixedCommands.Changes, BitmapCommandTemplates.Changes,
            HyperLogLogCommandTemplates.Changes, GeoCommandTemplates.Changes,
        ];
        foreach (RandomCommands family in families)
        {
            for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 100); seed++)
                await CompareEventsAsync(AllKinds, family.Generate(400, seed));
        }
    }

    [Fact]
    public Task Clients_that_wait_tell_what_they_took() => CompareAsync("""
        CONFIG SET notify-keyspace-events KEA
        @2 PSUBSCRIBE __key*__:*
        @3 >0 BLPOP q 0
        !blocked 1
        RPUSH q a
        @3 !read
        @2 !read 6
        @3 >0 BLMOVE q r LEFT RIGHT 0
        !blocked 1
        RPUSH q a
        @3 !read
        @2 !read 8
        @3 >0 BZPOPMIN z 0
        !blocked 1
        ZADD z 1 a
        @3 !read
        @2 !read 6
        CONFIG SET notify-keyspace-events ""
        """);

    [Fact]
    public Task Events_are_chosen_by_letters() => CompareAsync("""
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events KEA
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events AKEnm
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events nKg$
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events g$lshzxetdK
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events KQ
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events ""
        CONFIG GET notify-keyspace-events
        """);

    [Fact]
    public void An_option_with_a_letter_that_stands_for_nothing_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new EngineOptions { KeyspaceEvents = "KQ" });
        Assert.Contains("KQ", refusal.Message);
        Assert.Equal("AKE", new EngineOptions { KeyspaceEvents = "EKA" }.KeyspaceEvents);
    }

    /// <summary>Runs the same commands on both servers and compares what a subscriber hears after each.</summary>
    private async Task CompareEventsAsync(string kinds, IReadOnlyList<string> lines)
    {
        List<string> expected = await EventsAsync(Reference.Target, kinds, lines);
        List<string> actual = await EventsAsync(EngineTarget, kinds, lines);
        for (int i = 0; i < lines.Count; i++)
        {
            Assert.True(
                expected[i] == actual[i],
                $"Line {i}, {lines[i]}: Redis told\n{expected[i]}\nthe engine\n{actual[i]}");
        }

        Assert.Equal(kinds.Contains('K') || kinds.Contains('E'), expected.Any(events => events.Length > 0));
    }

    private static async Task<List<string>> EventsAsync(RespTarget target, string kinds, IReadOnlyList<string> lines)
    {
        const string EndOfLine = "end of line";
        await using RespClient writer = await target.ConnectAsync(Cancellation);
        await using RespClient publisher = await target.ConnectAsync(Cancellation);
        await using RespClient subscriber = await target.ConnectAsync(Cancellation);
        await writer.CallAsync("FLUSHALL");
        await writer.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await writer.CallAsync("CONFIG", "SET", "notify-keyspace-events", kinds);
        await subscriber.CallAsync("PSUBSCRIBE", "__key*__:*");
        await subscriber.CallAsync("SUBSCRIBE", EndOfLine);
        var events = new List<string>();
        foreach (string line in lines)
        {
            await writer.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], Cancellation);
            await writer.ReadAsync(Cancellation);
            await publisher.CallAsync("PUBLISH", EndOfLine, "");
            var heard = new List<string>();
            RespValue message = await subscriber.ReadAsync(Cancellation);
            for (; message[1].Text != EndOfLine; message = await subscriber.ReadAsync(Cancellation))
                heard.Add($"{message[2].Text} {message[3].Text}");
            // A set is read in the order of its table, which differs from server to server.
            if (line.StartsWith("SORT ", StringComparison.Ordinal))
                heard.Sort(StringComparer.Ordinal);
            events.Add(string.Join('\n', heard));
        }

        await writer.CallAsync("CONFIG", "SET", "notify-keyspace-events", "");
        await writer.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        return events;
    }
}
