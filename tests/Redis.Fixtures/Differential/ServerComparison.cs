using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>
/// Runs the same commands on two servers and compares every reply byte for byte, after the one table of what may differ
/// (<see cref="Normalisers"/>). Both servers are emptied first, so neither may be shared with other tests.
/// <code>
/// await new ServerComparison(reference.Target, engine.Target).RunAsync("""
///     SET k "v\x00" PX 100000
///     GET k
///     @2 >2 SUBSCRIBE a b
///     PUBLISH a hello
///     @2 !read
///     """);
/// </code>
/// The syntax is described on <see cref="Script"/>.
/// </summary>
public sealed class ServerComparison(RespTarget reference, RespTarget subject)
{
    private const int MaxReducingRuns = 500;

    /// <summary>How long a reply may take; ten seconds by default.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs the script twice, in RESP2 and in RESP3.</summary>
    /// <exception cref="RepliesDifferException">The servers did not answer alike.</exception>
    public async Task RunAsync(string script, CancellationToken cancellationToken = default)
    {
        await RunAsync(script, protocol: 2, cancellationToken);
        await RunAsync(script, protocol: 3, cancellationToken);
    }

    /// <summary>Runs the script in RESP2 or in RESP3 only.</summary>
    /// <exception cref="RepliesDifferException">The servers did not answer alike.</exception>
    public async Task RunAsync(string script, int protocol, CancellationToken cancellationToken = default)
    {
        if (await FindDifferenceAsync(Script.Parse(script), protocol, cancellationToken) is { } difference)
        {
            throw new RepliesDifferException(difference.Description);
        }
    }

    /// <summary>
    /// Runs random commands in RESP2 and in RESP3. A failure names the seed and shows the shortest script that was
    /// found to fail; it can be pasted into <see cref="RunAsync(string, CancellationToken)"/>.
    /// </summary>
    /// <param name="commands">Where the commands come from. What makes servers drift apart, such as SPOP or short
    /// times to live, does not belong among them.</param>
    /// <param name="count">How many commands to run.</param>
    /// <param name="seed">The same seed runs the same commands.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="RepliesDifferException">The servers did not answer alike.</exception>
    public async Task RunRandomAsync(
        RandomCommands commands, int count, int seed, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> lines = commands.Generate(count, seed);
        foreach (int protocol in (int[])[2, 3])
        {
            if (await FindDifferenceAsync(lines, protocol, cancellationToken) is { } difference)
            {
                ScriptReducer reducer = new(
                    async candidate => await FindDifferenceAsync(candidate, protocol, cancellationToken) is not null,
                    MaxReducingRuns);
                IReadOnlyList<string> shortest = await reducer.ReduceAsync([.. lines.Take(difference.Steps)]);
                Difference? again = await FindDifferenceAsync(shortest, protocol, cancellationToken);
                string note = again is null ? " (it did not fail again, so time or chance has a part in it)" : "";
                throw new RepliesDifferException(
                    $"{(again ?? difference).Description}\n"
                    + $"  seed {seed}, as a script{note}:\n{string.Join('\n', shortest)}");
            }
        }
    }

    /// <summary>The first difference; null when there is none.</summary>
    internal async Task<Difference?> FindDifferenceAsync(
        Script script, int protocol, CancellationToken cancellationToken)
    {
        await using Session first = new(reference, protocol, ReplyTimeout);
        await using Session second = new(subject, protocol, ReplyTimeout);
        await Task.WhenAll(first.StartAsync(cancellationToken), second.StartAsync(cancellationToken));
        return await new ComparisonRun(first, second, protocol).FindDifferenceAsync(script, cancellationToken);
    }

    private Task<Difference?> FindDifferenceAsync(
        IReadOnlyList<string> lines, int protocol, CancellationToken cancellationToken) =>
        FindDifferenceAsync(Script.Parse(string.Join('\n', lines)), protocol, cancellationToken);
}
