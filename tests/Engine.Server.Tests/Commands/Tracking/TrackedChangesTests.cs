using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Tracking;

/// <summary>
/// Every command tells of the keys of which it tells on Redis, in the same order: to its own client behind the reply,
/// to a client that has read all keys, and to one that listens to all of them.
/// </summary>
public sealed class TrackedChangesTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string EndOfLine = "end of line";

    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    public static TheoryData<string> Scripts =>
        [ChangingCommands.StringsAndKeys, ChangingCommands.Collections, ChangingCommands.Streams];

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Commands_tell_of_the_keys_of_which_redis_tells(string script)
    {
        // Of what PFDEBUG TODENSE changes Redis tells nobody.
        string[] lines = [.. script.Split('\n').Where(line => !line.StartsWith("PFDEBUG", StringComparison.Ordinal))];
        return CompareAsync(lines);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_commands_tell_of_the_keys_of_which_redis_tells()
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
                await CompareAsync(family.Generate(250, seed));
        }
    }

    private async Task CompareAsync(IReadOnlyList<string> lines)
    {
        List<string> expected = await MessagesAsync(Reference.Target, lines);
        List<string> actual = await MessagesAsync(EngineTarget, lines);
        for (int i = 0; i < lines.Count; i++)
        {
            Assert.True(
                expected[i] == actual[i],
                $"Line {i}, {lines[i]}: Redis told\n{expected[i]}\nthe engine\n{actual[i]}");
        }

        Assert.Contains(expected, messages => messages.Contains("invalidate", StringComparison.Ordinal));
    }

    private static async Task<List<string>> MessagesAsync(RespTarget target, IReadOnlyList<string> lines)
    {
        string[] words = [.. lines.SelectMany(CommandLine.Split).Select(word => word.Text).Distinct()];
        await using RespClient writer = await ConnectAsync(target);
        await using RespClient reader = await ConnectAsync(target);
        await using RespClient listener = await ConnectAsync(target);
        await writer.CallAsync("FLUSHALL");
        await writer.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await writer.CallAsync("CLIENT", "TRACKING", "ON");
        await reader.CallAsync("CLIENT", "TRACKING", "ON");
        await listener.CallAsync("CLIENT", "TRACKING", "ON", "BCAST");
        var told = new List<string>();
        foreach (string line in lines)
        {
            await reader.CallAsync(["EXISTS", .. words]);
            await writer.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], Cancellation);
            await writer.ReadAsync(Cancellation);
            var messages = new StringBuilder();
            foreach (RespClient client in (RespClient[])[writer, reader, listener])
                messages.AppendLine(await MessagesAsync(client));
            told.Add(messages.ToString());
        }

        await writer.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        return told;
    }

    private static async Task<RespClient> ConnectAsync(RespTarget target)
    {
        RespClient client = await target.ConnectAsync(Cancellation);
        await client.CallAsync("HELLO", "3");
        return client;
    }

    /// <summary>The messages that came since the last reply, in a line. Within a transaction none do.</summary>
    private static async Task<string> MessagesAsync(RespClient client)
    {
        var messages = new List<string>();
        for (RespValue value = await client.CallAsync("ECHO", EndOfLine); value.Text is not (EndOfLine or "QUEUED");
            value = await client.ReadAsync(Cancellation))
            messages.Add(value.ToString());
        return string.Join(' ', messages);
    }
}
