using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.Local;
using Patterns.RateLimiting.Telemetry;
using StackExchange.Redis;

namespace Patterns.RateLimiting;

/// <summary>A limit that all processes share, counted in Redis for each partition by itself: a user, an address, a
/// tenant.</summary>
/// <remarks>
/// <para>Create one per limit and keep it: what is known locally, and the circuit to Redis, live in it. It is a
/// <see cref="PartitionedRateLimiter{TResource}"/> of partition names, and <see cref="For"/> gives the
/// <see cref="RateLimiter"/> of one partition; both share what they know.</para>
/// <para>AcquireAsync makes one round trip, or none when the answer is known here. AttemptAcquire makes none: it grants
/// what this process has reserved and repeats refusals; otherwise its lease is refused with
/// <see cref="RateLimitReason.NotKnownLocally"/>, after which callers such as ASP.NET Core ask AcquireAsync.</para>
/// <para>When a caller leaves before the reply, by a timeout or a cancellation, and the permits turn out to have been
/// granted, they are given back. If no reply ever comes they stay counted until the limit forgets them: the limiter
/// errs towards refusing.</para>
/// </remarks>
public abstract partial class RedisRateLimiter : PartitionedRateLimiter<string>
{
    private readonly RedisGate _gate;
    private readonly RateLimitKeys _keys;
    private readonly RateLimitMetrics _metrics;
    private readonly PartitionAdministration _administration;
    private readonly PartitionTable<Partition> _partitions;
    private readonly TimeProvider _timeProvider;
    private RateLimiterSettings _settings;
    private bool _disposed;

    private protected RedisRateLimiter(
        IDatabase database, RedisRateLimiterOptions options, ILogger logger, TimeProvider timeProvider)
    {
        Policy = options.Policy;
        Logger = logger;
        _timeProvider = timeProvider;
        _settings = RateLimiterSettings.From(options);
        _keys = new RateLimitKeys(options.KeyPrefix);
        _metrics = new RateLimitMetrics(options.KeyPrefix, Policy, logger, timeProvider)
        {
            FailureMode = options.FailureMode,
        };
        _gate = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            _metrics,
            timeProvider);
        _administration = new PartitionAdministration(_gate, Policy);
        _partitions = new PartitionTable<Partition>(options.RememberedPartitions);
    }

    /// <summary>What the limit is called.</summary>
    public string Policy { get; }

    /// <summary>Whether it can take part in a <see cref="Combined.CombinedRateLimiter{TResource}"/>: all but the leaky
    /// bucket, in which callers wait.</summary>
    public bool CanBeCombined => AcquireScripts.CanCombine(Settings.Rule);

    /// <summary>What all keys begin with.</summary>
    internal string KeyPrefix => _keys.Prefix;

    internal RateLimiterSettings Settings => Volatile.Read(ref _settings);

    internal RateLimitKeys Keys => _keys;

    internal RedisGate Gate => _gate;

    internal RateLimitMetrics Metrics => _metrics;

    internal ILogger Logger { get; }

    /// <summary>What tells the limiter of changed options; ends with it.</summary>
    internal IDisposable? Subscription { get; set; }

    /// <summary>The limiter of one partition. It is cheap, shares everything with this one, and needs no
    /// disposal.</summary>
    /// <param name="partition">Whose permits: 1 to 512 characters without braces.</param>
    /// <returns>A limiter for any API that takes one.</returns>
    /// <exception cref="ArgumentException">The name is empty, too long or contains a brace.</exception>
    public RateLimiter For(string partition) => new PartitionLimiter(this, Find(partition));

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics(string resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return _partitions.Find(resource)?.Statistics;
    }

    internal RedisRateLimitLease AttemptAcquire(Partition partition, int permits)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return TryAlone(partition, Settings, permits) ?? UnknownLease.Instance;
    }

    internal ValueTask<RateLimitLease> AcquireAsync(
        Partition partition, int permits, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RateLimitLease>(cancellationToken);
        }

        RateLimiterSettings settings = Settings;
        return TryAlone(partition, settings, permits) is { } lease
            ? new ValueTask<RateLimitLease>(lease)
            : AskAsync(partition, settings, permits, cancellationToken);
    }

    internal Partition Find(string partition) => Find(partition, partition);

    /// <param name="partition">Whose permits.</param>
    /// <param name="tag">What decides the slot.</param>
    internal Partition Find(string partition, string tag)
    {
        // No name contains a brace, so no other pair gives the same name.
        string name = ReferenceEquals(partition, tag) || partition == tag ? partition : $"{tag}}}{partition}";
        return _partitions.Get(
            name,
            static limiter => new Partition(
                limiter.Limiter,
                limiter.Partition,
                limiter.Limiter._keys.State(limiter.Partition, limiter.Tag),
                limiter.Limiter._keys.Block(limiter.Partition, limiter.Tag),
                limiter.Limiter._timeProvider),
            (Limiter: this, Partition: partition, Tag: tag));
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(string resource, int permitCount)
        => AttemptAcquire(Find(resource), permitCount);

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        string resource, int permitCount, CancellationToken cancellationToken)
        => AcquireAsync(Find(resource), permitCount, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        Subscription?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        _disposed = true;
        Subscription?.Dispose();
        return base.DisposeAsyncCore();
    }

    private protected void Use(RateLimiterSettings settings)
    {
        // A configuration file that is reloaded changes all limits, most of them to what they were.
        if (settings == Settings)
        {
            return;
        }

        Volatile.Write(ref _settings, settings);
        _metrics.FailureMode = settings.FailureMode;
        Log.Reconfigured(Logger, Policy, settings.Rule.Limit, settings.Rule.Window, settings.Rule.Burst);
    }
}
