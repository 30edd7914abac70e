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

    private readonly RedisGate _gate;
    private readonly RateLimitKeys _keys;
    private readonly RateLimitMetrics _metrics;
    private readonly PartitionAdministration _administration;
    private readonly PartitionTable<ConcurrencyPartition> _partitions;
    private readonly ConcurrentDictionary<ConcurrencyPartition, bool> _holding = new();
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _renewals;
    private readonly string _owner = $"{Guid.NewGuid():N}.{Interlocked.Increment(ref s_instances)}.";
    private RedisConcurrencyOptions _options;
    private long _tokens;
    private bool _disposed;

    /// <summary>Creates a limiter.</summary>
    /// <param name="database">The database that holds the leases.</param>
    /// <param name="options">The options; <see cref="Reconfigure"/> changes them later.</param>
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
        Policy = options.Policy;
        Logger = logger ?? NullLogger<RedisConcurrencyLimiter>.Instance;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _keys = new RateLimitKeys(options.KeyPrefix);
        _metrics = new RateLimitMetrics(options.KeyPrefix, Policy, Logger, _timeProvider)
        {
            FailureMode = options.FailureMode,
        };
        _gate = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _metrics,
            _timeProvider);
        _administration = new PartitionAdministration(_gate, Policy);
        _partitions = new PartitionTable<ConcurrencyPartition>(options.RememberedPartitions);
        _renewals = _timeProvider.CreateTimer(
            static limiter => _ = ((RedisConcurrencyLimiter)limiter!).RenewAsync(),
            this,
            options.RenewalInterval,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the limit is called.</summary>
    public string Policy { get; }

    internal ILogger Logger { get; }

    /// <summary>What tells the limiter of changed options; ends with it.</summary>
    internal IDisposable? Subscription { get; set; }

    private RedisConcurrencyOptions Options => Volatile.Read(ref _options);

    /// <summary>The limiter of one partition. It is cheap, shares everything with this one, and needs no
    /// disposal.</summary>
    /// <param name="partition">Whose permits: 1 to 512 characters without braces.</param>
    /// <returns>A limiter for any API that takes one.</returns>
    /// <exception cref="ArgumentException">The name is empty, too long or contains a brace.</exception>
    public RateLimiter For(string partition) => new ConcurrencyPartitionLimiter(this, Find(partition));

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics(string resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return _partitions.Find(resource)?.Statistics;
    }

    internal async ValueTask<RateLimitLease> AcquireAsync(
        ConcurrencyPartition partition, int permits, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        RedisConcurrencyOptions options = Options;
        string token = string.Create(CultureInfo.InvariantCulture, $"{_owner}{Interlocked.Increment(ref _tokens)}");
        string member = string.Create(CultureInfo.InvariantCulture, $"{token}:{permits}");
        var lease = new ConcurrencyLease(this, partition, member, permits, DeadlineFromNow(options));
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(NewCall(partition, options, token, permits, lease), cancellationToken)
            .ConfigureAwait(false);
        _metrics.ReportForeignKey(partition.Name, reply);
        RateLimitDecision decision = reply.Failure == RedisFailure.None
            ? ReadDecision(reply.Value!, options)
            : DecideAlone(partition, options, permits);
        if (options.Shadow && !decision.IsGranted)
        {
            decision = decision with { Reason = RateLimitReason.GrantedInShadow };
        }

        lease.Answer = decision;
        if (lease.IsInRedis)
        {
            partition.Hold(lease);
            _holding[partition] = true;
        }

        partition.Count(decision);
        _metrics.Decided(decision.Reason);
        return lease;
    }

    internal UnknownLease AttemptAcquire()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return UnknownLease.Instance;
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(string resource, int permitCount) => AttemptAcquire();

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        string resource, int permitCount, CancellationToken cancellationToken)
        => AcquireAsync(Find(resource), permitCount, cancellationToken);

    /// <summary>Stops the renewals: leases that are still held are lost when their time is over.</summary>
    /// <param name="disposing">Whether to dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            Subscription?.Dispose();
            _renewals.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc cref="Dispose(bool)"/>
    protected override async ValueTask DisposeAsyncCore()
    {
        _disposed = true;
        Subscription?.Dispose();
        await _renewals.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private ConcurrencyPartition Find(string partition) => _partitions.Get(
        partition,
        static state => new ConcurrencyPartition(
            state.Name,
            state.Keys.State(state.Name, state.Name),
            state.Keys.Block(state.Name, state.Name),
            state.Clock),
        (Keys: _keys, Name: partition, Clock: _timeProvider));

    private long DeadlineFromNow(RedisConcurrencyOptions options) => _timeProvider.GetTimestamp()
        + (long)(options.LeaseDuration.TotalSeconds * _timeProvider.TimestampFrequency);

    private static ScriptCall NewCall(
        ConcurrencyPartition partition,
        RedisConcurrencyOptions options,
        string token,
        int permits,
        ILateReplyHandler? lateReply) => new(
            ConcurrencyScripts.Acquire,
            [partition.State, partition.Block],
            [token, permits, options.PermitLimit, Microseconds.Of(options.LeaseDuration)],
            lateReply);

    private RateLimitDecision ReadDecision(RedisResult result, RedisConcurrencyOptions options)
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
            Limit = options.PermitLimit,
            Window = TimeSpan.Zero,
            Remaining = (long)rows[2],

            // Leases are renewed and released at any time, so nobody knows when the next permit is free.
            RetryAfter = verdict == Verdict.Blocked ? Microseconds.ToTimeSpan((long)rows[3]) : null,
        };
    }

    private RateLimitDecision DecideAlone(
        ConcurrencyPartition partition, RedisConcurrencyOptions options, int permits)
    {
        long limit = options.PermitLimit;
        long remaining = 0;
        RateLimitReason reason = RateLimitReason.Unavailable;
        if (options.FailureMode == RateLimitFailureMode.Open)
        {
            reason = RateLimitReason.GrantedUnchecked;
        }
        else if (options.FailureMode == RateLimitFailureMode.LocalFallback)
        {
            limit = options.FallbackPermitLimit ?? limit;
            reason = partition.TryTakeFallback(permits, limit, out remaining)
                ? RateLimitReason.GrantedByFallback
                : RateLimitReason.RefusedByFallback;
        }

        return new RateLimitDecision
        {
            Reason = reason,
            Policy = Policy,
            Limit = limit,
            Window = TimeSpan.Zero,
            Remaining = remaining,
        };
    }
}
