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
    /// <summary>How long a reply may take; ten seconds by default.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(10);

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
            throw new RepliesDifferException(difference);
        }
    }

    /// <summary>A description of the first difference; null when there is none.</summary>
    internal async Task<string?> FindDifferenceAsync(Script script, int protocol, CancellationToken cancellationToken)
    {
        await using Session first = new(reference, protocol, ReplyTimeout);
        await using Session second = new(subject, protocol, ReplyTimeout);
        await Task.WhenAll(first.StartAsync(cancellationToken), second.StartAsync(cancellationToken));
        return await new ComparisonRun(first, second, protocol).FindDifferenceAsync(script, cancellationToken);
    }
}
