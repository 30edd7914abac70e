using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.Local;
using Patterns.RateLimiting.Telemetry;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Concurrency;

/// <summary>Limits how many permits are in use at a time, over all processes.</summary>
/// <remarks>A lease counts until it is disposed of. The process renews the leases it holds; those of a process that was
/// killed are over after <see cref="RedisConcurrencyOptions.LeaseDuration"/>. AttemptAcquire never grants: only Redis
/// can tell. Acquiring and releasing are one round trip each; nobody waits for the second.</remarks>
public sealed partial class RedisConcurrencyLimiter : PartitionedRateLimiter<string>
{
    private static long s_instances;

    private readonly RedisConcurrencyOptions _options;
    private readonly RedisGate _gate;
    private readonly RateLimitKeys _keys;
    private readonly RateLimitMetrics _metrics;
    private readonly PartitionAdministration _administration;
    private readonly PartitionTable<ConcurrencyPartition> _partitions;
    private readonly ConcurrentDictionary<ConcurrencyPartition, bool> _holding = new();
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ITimer _renewals;
    private readonly string _owner = $"{Guid.NewGuid():N}.{Interlocked.Increment(ref s_instances)}.";
    private long _tokens;
    private bool _renewing;
    private bool _disposed;

    /// <summary>Creates a limiter.</summary>
    /// <param name="database">The database that holds the leases.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the limiter reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts, circuits and renewals; null means the system's. Leases end by
    /// the clock of Redis.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public RedisConcurrencyLimiter(
        IDatabase database,
        RedisConcurrencyOptions options,
        ILogger<RedisConcurrencyLimiter>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        RedisLimiterOptionsValidator<RedisConcurrencyOptions>.Instance.ThrowIfInvalid(options);
        _options = options.Copy();
        _logger = logger ?? NullLogger<RedisConcurrencyLimiter>.Instance;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _keys = new RateLimitKeys(options.KeyPrefix);
        _metrics = new RateLimitMetrics(options.KeyPrefix, Policy, options.FailureMode, _logger);
        _gate = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _metrics,
            _timeProvider);
        _administration = new PartitionAdministration(_gate, Policy);
        _partitions = new PartitionTable<ConcurrencyPartition>(options.RememberedPartitions);
        TimeSpan interval = options.LeaseDuration / 3;
        _renewals = _timeProvider.CreateTimer(
            static limiter => _ = ((RedisConcurrencyLimiter)limiter!).RenewAsync(), this, interval, interval);
    }

    /// <summary>What the limit is called.</summary>
    public string Policy => _options.Policy;

    private long FallbackLimit => _options.FallbackPermitLimit ?? _options.PermitLimit;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics(string resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return _partitions.Find(resource)?.Statistics;
    }

    /// <summary>Tells what the next caller would be told. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="permits">How many are in question; 0 or more.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What would be decided.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed.</exception>
    public async ValueTask<RateLimitDecision> PeekAsync(
        string partition, int permits = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(NewCall(Find(partition), token: "", permits, lateReply: null), cancellationToken)
            .ConfigureAwait(false);
        _administration.ThrowIfFailed("peek", partition, reply.Failure, reply.Exception);
        return ReadDecision(reply.Value!);
    }

    /// <summary>Refuses everything for a while; leases that are held stay. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="duration">How long: 1 millisecond to 366 days. A block that exists is replaced.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of bounds.</exception>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the partition may be blocked.</exception>
    public Task BlockAsync(string partition, TimeSpan duration, CancellationToken cancellationToken = default)
        => _administration.BlockAsync(partition, Find(partition).Block, duration, cancellationToken);

    /// <summary>Ends a block. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the partition may still be blocked.</exception>
    public Task UnblockAsync(string partition, CancellationToken cancellationToken = default)
        => _administration.DeleteAsync("unblock", partition, [Find(partition).Block], cancellationToken);

    /// <summary>Forgets all leases, whoever holds them, and ends a block. Their holders find them lost at the next
    /// renewal. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; they may have been forgotten.</exception>
    public Task ResetAsync(string partition, CancellationToken cancellationToken = default)
    {
        ConcurrencyPartition known = Find(partition);
        return _administration.DeleteAsync("reset", partition, [known.State, known.Block], cancellationToken);
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(string resource, int permitCount)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return UnknownLease.Instance;
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        string resource, int permitCount, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        ConcurrencyPartition partition = Find(resource);
        string token = string.Create(CultureInfo.InvariantCulture, $"{_owner}{Interlocked.Increment(ref _tokens)}");
        string member = string.Create(CultureInfo.InvariantCulture, $"{token}:{permitCount}");
        var lease = new ConcurrencyLease(this, partition, member, permitCount, DeadlineFromNow());
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(NewCall(partition, token, permitCount, lease), cancellationToken)
            .ConfigureAwait(false);
        bool answered = reply.Failure == RedisFailure.None;
        RateLimitDecision decision = answered
            ? ReadDecision(reply.Value!)
            : DecideAlone(partition, permitCount);
        if (answered && decision.IsGranted && permitCount > 0)
        {
            lease.IsCounted = true;
            partition.Hold(lease);
            _holding[partition] = true;
        }
        else if (decision.Reason == RateLimitReason.GrantedByFallback)
        {
            lease.IsCounted = true;
        }

        if (_options.Shadow && !decision.IsGranted)
        {
            decision = decision with { Reason = RateLimitReason.GrantedInShadow };
        }

        lease.Answer = decision;
        partition.Count(decision);
        _metrics.Decided(decision.Reason);
        return lease;
    }

    /// <summary>Stops the renewals: leases that are still held are lost when their time is over.</summary>
    /// <param name="disposing">Whether to dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            _renewals.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc cref="Dispose(bool)"/>
    protected override async ValueTask DisposeAsyncCore()
    {
        _disposed = true;
        await _renewals.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private ConcurrencyPartition Find(string partition) => _partitions.Get(
        partition,
        static state => new ConcurrencyPartition(
            state.Name, state.Keys.State(state.Name, state.Name), state.Keys.Block(state.Name, state.Name)),
        (Keys: _keys, Name: partition));

    private long DeadlineFromNow() => _timeProvider.GetTimestamp()
        + (long)(_options.LeaseDuration.TotalSeconds * _timeProvider.TimestampFrequency);

    private ScriptCall NewCall(
        ConcurrencyPartition partition, string token, int permits, ILateReplyHandler? lateReply) => new(
            ConcurrencyScripts.Acquire,
            [partition.State, partition.Block],
            [token, permits, _options.PermitLimit, Microseconds.Of(_options.LeaseDuration)],
            lateReply);

    private RateLimitDecision ReadDecision(RedisResult result)
    {
        var rows = (RedisResult[])result!;
        var verdict = (Verdict)(int)rows[1];
        return new RateLimitDecision
        {
            Reason = verdict switch
            {
                Verdict.Granted => RateLimitReason.Granted,
                Verdict.NotNow => RateLimitReason.LimitReached,
                Verdict.Never => RateLimitReason.CostAboveLimit,
                _ => RateLimitReason.Blocked,
            },
            Policy = Policy,
            Limit = _options.PermitLimit,
            Window = TimeSpan.Zero,
            Remaining = (long)rows[2],

            // Leases are renewed and released at any time, so nobody knows when the next permit is free.
            RetryAfter = verdict == Verdict.Blocked ? Microseconds.ToTimeSpan((long)rows[3]) : null,
        };
    }

    private RateLimitDecision DecideAlone(ConcurrencyPartition partition, int permits)
    {
        long remaining = 0;
        RateLimitReason reason = _options.FailureMode switch
        {
            RateLimitFailureMode.Open => RateLimitReason.GrantedUnchecked,
            RateLimitFailureMode.Closed => RateLimitReason.Unavailable,
            _ => partition.TryTakeFallback(permits, FallbackLimit, out remaining)
                ? RateLimitReason.GrantedByFallback
                : RateLimitReason.RefusedByFallback,
        };
        return new RateLimitDecision
        {
            Reason = reason,
            Policy = Policy,
            Limit = _options.PermitLimit,
            Window = TimeSpan.Zero,
            Remaining = remaining,
        };
    }
}
