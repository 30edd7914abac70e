using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using Patterns.Locking.Servers;
using Patterns.Locking.Telemetry;
using StackExchange.Redis;

namespace Patterns.Locking.Quorum;

/// <summary>Locks of which a majority of independent Redis servers decides: with five of them, two may be down. The
/// algorithm is Redlock, as the documentation of Redis describes it under "Distributed Locks with Redis".</summary>
/// <remarks>
/// <para>All servers are asked at once, so a free lock takes the time of one round trip to the third fastest of five. A
/// lock is held if a majority has granted it before its time less 1 % and 2 ms was over, counted from sending.</para>
/// <para>The servers must not replicate one another. A server that lost its data must not answer before the longest
/// time to live is over since then, or it might grant what it has forgotten to have granted.</para>
/// <para>Fencing tokens grow with every grant, as long as the servers' clocks do not go back while a lock is
/// held.</para>
/// </remarks>
public sealed class Redlock : ILocks, IAsyncDisposable
{
    /// <summary>The fewest servers: with less, none may fail.</summary>
    public const int MinNodes = 3;

    /// <summary>The most servers.</summary>
    public const int MaxNodes = 21;

    private readonly QuorumServers _servers;

    /// <summary>Creates locks.</summary>
    /// <param name="nodes">A database of each server, 3 to 21 of them, best an odd number.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the locks report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of deadlines, renewals and timeouts; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    /// <exception cref="ArgumentException">There are too few or too many servers, or one is listed twice.</exception>
    public Redlock(
        IReadOnlyList<IDatabase> nodes,
        RedlockOptions options,
        ILogger<Redlock>? logger = null,
        TimeProvider? timeProvider = null)
        : this(nodes, options, logger, new LeaseClock(timeProvider ?? TimeProvider.System), LockScripts.Default)
    {
    }

    /// <summary>Creates locks with another clock or other scripts: faulty ones, to see them caught.</summary>
    internal Redlock(
        IReadOnlyList<IDatabase> nodes,
        RedlockOptions options,
        ILogger<Redlock>? logger,
        LeaseClock clock,
        LockScripts scripts)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(options);
        LocksOptionsValidator<RedlockOptions>.Instance.ThrowIfInvalid(options);
        string[] names = [.. nodes.Select(NameOf)];
        Check(nodes, names);
        var own = (RedlockOptions)options.Copy();
        ILogger log = logger ?? NullLogger<Redlock>.Instance;
        QuorumNode[] all = [.. nodes.Zip(names).Select(node => new QuorumNode(
            node.Second,
            new LockServer(
                new RedisGate(
                    node.First,
                    new RedisGateOptions(own.RedisTimeout, own.RedisCircuit, own.RedisPipeline),
                    new LockMetrics(own.KeyPrefix, node.Second, log),
                    clock.TimeProvider),
                scripts,
                own.FencingMemory)))];
        _servers = new QuorumServers(all, own, clock, new LockMetrics(own.KeyPrefix, "Redlock", log));
    }

    /// <inheritdoc/>
    public async ValueTask<ILockHandle?> TryAcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default)
        => await TryAcquireAsync(name, options, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<ILockHandle> AcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default)
        => await TryAcquireAsync(name, options, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false)
            ?? throw LockTimeoutException.Of(name, options!.WaitTime!.Value);

    /// <summary>Stops renewals and waits: what is still held is lost when its time is over, and tells so; who waits
    /// gets an <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>When they have stopped.</returns>
    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    private async ValueTask<LockLease?> TryAcquireAsync(
        string name, LockOptions? options, TimeSpan defaultWait, CancellationToken cancellationToken)
    {
        using Activity? span = LockInstruments.StartSpan("lock.acquire", name);
        return await _servers
            .TryAcquireAsync(name, options, options?.WaitTime ?? defaultWait, cancellationToken)
            .ConfigureAwait(false);
    }

    private static string NameOf(IDatabase node) => string.Join(
        ",", node.Multiplexer.GetEndPoints(configuredOnly: true).Select(EndPointCollection.ToString));

    private static void Check(IReadOnlyList<IDatabase> nodes, string[] names)
    {
        if (nodes.Count is < MinNodes or > MaxNodes)
        {
            throw new ArgumentException(
                $"There are {nodes.Count} nodes, but must be {MinNodes} to {MaxNodes}: with fewer than {MinNodes} "
                + "none may fail; five are usual.",
                nameof(nodes));
        }

        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"The node {twice.Key} is listed {twice.Count()} times: name each server once, because two votes of "
                + "one server are no majority.",
                nameof(nodes));
        }
    }
}
