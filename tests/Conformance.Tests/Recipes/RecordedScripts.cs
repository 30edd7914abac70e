using Redis.Fixtures.Resp;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

/// <summary>
/// The scripts that the operations of all packages run, in order: with the keys and arguments that they were run with,
/// and when.
/// </summary>
internal static class RecordedScripts
{
    private const string End = "end of the record";

    private static readonly string[] Runs = ["EVAL", "EVAL_RO", "EVALSHA", "EVALSHA_RO"];

    /// <summary>Walks through all operations of all packages, while the servers tell what they are asked.</summary>
    public static async Task<IReadOnlyList<RecordedRun>> RecordAsync(
        IReadOnlyCollection<RespTarget> servers, ConnectionMultiplexer connection, CancellationToken cancellationToken)
    {
        var monitors = new List<RespClient>();
        try
        {
            foreach (RespTarget server in servers)
            {
                // A script that an earlier test loaded would be called by its hash alone.
                await using (RespClient client = await server.ConnectAsync(cancellationToken))
                    await client.CallAsync("SCRIPT", "FLUSH");
                monitors.Add(await server.ConnectAsync(cancellationToken));
                await monitors[^1].CallAsync("MONITOR");
            }

            await WalkAsync(connection);
            var runs = new List<RecordedRun>();
            foreach ((RespTarget server, RespClient monitor) in servers.Zip(monitors))
            {
                await using RespClient client = await server.ConnectAsync(cancellationToken);
                await client.CallAsync("ECHO", End);
                runs.AddRange(await ReadAsync(monitor, cancellationToken));
            }

            return runs;
        }
        finally
        {
            foreach (RespClient monitor in monitors)
                await monitor.DisposeAsync();
        }
    }

    private static async Task WalkAsync(ConnectionMultiplexer connection)
    {
        foreach (Type type in typeof(IRecipeWalk).Assembly.GetTypes().Where(
            type => type.IsAssignableTo(typeof(IRecipeWalk)) && type.IsClass))
        {
            await ((IRecipeWalk)Activator.CreateInstance(type)!).WalkAsync(connection, "{1}", new CalledOperations());
        }
    }

    private static async Task<List<RecordedRun>> ReadAsync(RespClient monitor, CancellationToken cancellationToken)
    {
        var runs = new List<RecordedRun>();
        var sources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            (string time, string[] words) = Read((await monitor.ReadAsync(cancellationToken)).Text);
            if (words is ["ECHO", End])
                return runs;
            if (words is ["SCRIPT", var load, var loaded] && load.Equals("LOAD", StringComparison.OrdinalIgnoreCase))
                sources[RecordedRun.HashOf(loaded)] = loaded;
            else if (Runs.Contains(words[0]) && SourceOf(words, sources) is { } source)
                runs.Add(new RecordedRun(time, source, words[2..]));
        }
    }

    /// <summary>The script that a request runs; null when it was refused, for the server did not know it.</summary>
    private static string? SourceOf(string[] request, Dictionary<string, string> loaded) =>
        request[0].StartsWith("EVALSHA", StringComparison.Ordinal) ? loaded.GetValueOrDefault(request[1]) : request[1];

    /// <summary>Reads a line of MONITOR: <c>1339518083.107412 [0 127.0.0.1:60866] "keys" "*"</c>.</summary>
    private static (string Time, string[] Words) Read(string line)
    {
        int arguments = line.IndexOf("] \"", StringComparison.Ordinal) + 2;
        string[] words = [.. CommandLine.Split(line[arguments..]).Select(word => word.Text)];
        words[0] = words[0].ToUpperInvariant();
        return (line[..line.IndexOf(' ', StringComparison.Ordinal)], words);
    }
}
