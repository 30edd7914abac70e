using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Caching.Resilience;
using Patterns.Caching.Telemetry;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Caching.Guards;

/// <summary>Knows which names exist, in a Bloom filter in a plain Redis bitmap: questions about a name that never
/// existed need not reach the source. It may take a name that does not exist for one that might, and never the other
/// way round, as long as every name is added when it is created.</summary>
/// <remarks>Names cannot be taken out; a rebuild leaves out those that are gone. It fills a second bitmap beside the
/// first, while names that are added go into both, and then takes its place. A filter that Redis has lost, or that was
/// never built, lets everything pass.</remarks>
public sealed class BloomGuard
{
    private const int BatchSize = 500;
    private static readonly BloomGuardOptionsValidator _validator = new();

    private readonly BloomShape _shape;
    private readonly RedisGate _redis;
    private readonly RedisKey[] _keys;
    private readonly long _lifetimeMilliseconds;

    /// <summary>Creates a guard.</summary>
    /// <param name="database">The database that holds the filter.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where failures of Redis are reported; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and circuit; null means the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public BloomGuard(
        IDatabase database,
        BloomGuardOptions options,
        ILogger<BloomGuard>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        _validator.ThrowIfInvalid(options);
        _shape = BloomShape.Of(options.ExpectedNames, options.FalsePositiveRate);
        _lifetimeMilliseconds = (long)options.Lifetime.TotalMilliseconds;
        var observer = new RedisObserver(
            options.KeyPrefix,
            new CacheMetrics(options.KeyPrefix),
            logger ?? (ILogger)NullLogger<BloomGuard>.Instance);
        _redis = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, Pipeline: null),
            observer,
            timeProvider ?? TimeProvider.System);

        // The shape is a part of the name, so that processes with another one do not read these bits.
        var keys = new KeyBuilder(options.KeyPrefix, formatVersion: 1);
        string tag = $"{{{_shape.Bits}x{_shape.Hashes}}}";
        _keys = [keys.For($"{tag}:state"), keys.For($"{tag}:bits:0"), keys.For($"{tag}:bits:1")];
    }

    /// <summary>Whether a name may exist.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False only if the name was never added since the filter was built. True too when Redis fails, or knows
    /// no filter.</returns>
    /// <remarks>Round trips: one.</remarks>
    public async ValueTask<bool> MightContainAsync(string name, CancellationToken cancellationToken = default)
        => (await MightContainAsync([name], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Which names may exist.</summary>
    /// <param name="names">The names; none empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>An answer for each, as <see cref="MightContainAsync(string, CancellationToken)"/> gives it.</returns>
    /// <remarks>Round trips: one for each 500 names.</remarks>
    public async ValueTask<IReadOnlyList<bool>> MightContainAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        var answers = new List<bool>(names.Count);
        foreach (string[] batch in names.Chunk(BatchSize))
        {
            RedisReply<RedisResult> reply = await _redis
                .EvaluateAsync(
                    new ScriptCall(GuardScripts.Check, _keys, [_shape.Hashes, .. OffsetsOf(batch)]), cancellationToken)
                .ConfigureAwait(false);
            answers.AddRange(reply.Failure == RedisFailure.None && reply.Value!.Length == batch.Length
                ? ((RedisResult[])reply.Value!).Select(answer => (bool)answer)
                : Enumerable.Repeat(true, batch.Length));
        }

        return answers;
    }

    /// <summary>Adds a name. Call it before the name is created in the source: a reader between the two would otherwise
    /// be told that it does not exist.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting. The name may have been added nevertheless.</param>
    /// <returns>Whether Redis confirmed it. If not, the filter must be rebuilt, or readers may not find the
    /// name.</returns>
    /// <remarks>Round trips: one.</remarks>
    public async ValueTask<CacheWriteResult> AddAsync(string name, CancellationToken cancellationToken = default)
    {
        RedisReply<RedisResult> reply = await _redis
            .EvaluateAsync(new ScriptCall(GuardScripts.Add, _keys, [.. OffsetsOf([name])]), cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None ? CacheWriteResult.Confirmed : CacheWriteResult.Unconfirmed;
    }

    /// <summary>Builds the filter anew from all names that exist, while the old one goes on answering. If several
    /// processes do it at the same time, the one that began last wins.</summary>
    /// <param name="names">All names.</param>
    /// <param name="cancellationToken">Ends the rebuild; the old filter stays.</param>
    /// <returns>Whether the new filter has taken the old one's place. If not, another rebuild has begun meanwhile, or
    /// Redis has failed; the old one stays.</returns>
    /// <remarks>Round trips: one for each 500 names, and two.</remarks>
    public async ValueTask<bool> RebuildAsync(
        IAsyncEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        string token = Guid.NewGuid().ToString("N");
        if (!await RunAsync(GuardScripts.Begin, [token, _shape.Bits, _lifetimeMilliseconds], cancellationToken)
            .ConfigureAwait(false))
        {
            return false;
        }

        var batch = new List<string>(BatchSize);
        await foreach (string name in names.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            batch.Add(name);
            if (batch.Count == BatchSize)
            {
                if (!await LoadAsync(token, batch, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                batch.Clear();
            }
        }

        return await LoadAsync(token, batch, cancellationToken).ConfigureAwait(false)
            && await RunAsync(GuardScripts.Commit, [token, _lifetimeMilliseconds], cancellationToken)
                .ConfigureAwait(false);
    }

    private ValueTask<bool> LoadAsync(string token, List<string> names, CancellationToken cancellationToken)
        => RunAsync(GuardScripts.Load, [token, .. OffsetsOf(names)], cancellationToken);

    private async ValueTask<bool> RunAsync(
        RedisScript script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await _redis
            .EvaluateAsync(new ScriptCall(script, _keys, arguments), cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None && (bool)reply.Value!;
    }

    private RedisValue[] OffsetsOf(IReadOnlyList<string> names)
    {
        var offsets = new RedisValue[names.Count * _shape.Hashes];
        for (int i = 0; i < names.Count; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(names[i], nameof(names));
            _shape.Write(names[i], offsets.AsSpan(i * _shape.Hashes, _shape.Hashes));
        }

        return offsets;
    }
}
