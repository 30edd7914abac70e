using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Patterns.Caching.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace Patterns.Caching.Resilience;

/// <summary>The only way to Redis: bounds every command by the timeout, breaks the circuit when Redis does not
/// answer, and turns failures into values.</summary>
/// <remarks>A healthy Redis is called directly. From the first failure until <see cref="RedisHealth"/> is satisfied the
/// commands run through the circuit breaker, which needs to see them only then: without failures it has nothing to do,
/// and it would cost each hit more than the cache itself. A pipeline of the caller's own sees every command.</remarks>
internal sealed class RedisGate
{
    private readonly IDatabase _database;
    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline _pipeline;
    private readonly bool _alwaysThroughPipeline;
    private readonly RedisHealth _health;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _timeProvider;

    public RedisGate(
        IDatabase database,
        RedisCacheOptions options,
        RedisHealth health,
        CacheMetrics metrics,
        TimeProvider timeProvider)
    {
        _database = database;
        _timeout = options.RedisTimeout;
        _alwaysThroughPipeline = options.RedisPipeline is not null;
        _pipeline = options.RedisPipeline ?? new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = options.RedisCircuit.FailureRatio,
                MinimumThroughput = options.RedisCircuit.MinimumThroughput,
                SamplingDuration = options.RedisCircuit.SamplingDuration,
                BreakDuration = options.RedisCircuit.BreakDuration,
                ShouldHandle = static arguments =>
                    ValueTask.FromResult(RedisFailures.BreaksCircuit(arguments.Outcome.Exception)),
            })
            .Build();
        _health = health;
        _metrics = metrics;
        _timeProvider = timeProvider;
    }

    /// <summary>Sends one command.</summary>
    /// <param name="command">Its name, for the metrics.</param>
    /// <param name="send">Sends it; static, so that a call allocates no closure.</param>
    /// <param name="arguments">What <paramref name="send"/> needs.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RedisReply<TReply>> CallAsync<TArguments, TReply>(
        string command,
        Func<IDatabase, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
    {
        long start = _timeProvider.GetTimestamp();
        var call = new Call<TArguments, TReply>(this, send, arguments);
        Outcome<TReply> outcome = _alwaysThroughPipeline || _health.IsDegraded
            ? await ThroughPipelineAsync(call, cancellationToken).ConfigureAwait(false)
            : await call.AttemptAsync(cancellationToken).ConfigureAwait(false);
        _metrics.RedisReplied(command, _timeProvider.GetElapsedTime(start));
        if (outcome.Exception is not { } exception)
        {
            _health.Succeeded();
            return new RedisReply<TReply>(outcome.Result!);
        }

        cancellationToken.ThrowIfCancellationRequested();
        RedisFailure failure = RedisFailures.Classify(exception);
        switch (failure)
        {
            case RedisFailure.None:
                ExceptionDispatchInfo.Throw(exception);
                break;
            case RedisFailure.WrongType:
                _health.Succeeded();
                break;
            default:
                _metrics.RedisFailed(command, failure);
                _health.Failed(failure, exception);
                break;
        }

        return new RedisReply<TReply>(failure, exception);
    }

    private async ValueTask<Outcome<TReply>> ThroughPipelineAsync<TArguments, TReply>(
        Call<TArguments, TReply> call,
        CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await _pipeline
                .ExecuteOutcomeAsync(
                    static (context, call) => call.AttemptAsync(context.CancellationToken), context, call)
                .ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private readonly struct Call<TArguments, TReply>(
        RedisGate gate,
        Func<IDatabase, TArguments, Task<TReply>> send,
        TArguments arguments)
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<Outcome<TReply>> AttemptAsync(CancellationToken cancellationToken)
        {
            try
            {
                TReply reply = await send(gate._database, arguments)
                    .WaitAsync(gate._timeout, gate._timeProvider, cancellationToken)
                    .ConfigureAwait(false);
                return Outcome.FromResult(reply);
            }
            catch (Exception exception)
            {
                return Outcome.FromException<TReply>(exception);
            }
        }
    }
}
