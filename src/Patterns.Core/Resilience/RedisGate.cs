using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Patterns.Core.Scripting;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace Patterns.Core.Resilience;

/// <summary>A recipe's only way to Redis: bounds every command by the timeout, breaks the circuit when Redis does not
/// answer, and turns failures into values.</summary>
/// <remarks>A healthy Redis is called directly. From the first failure until no command has failed for as long as the
/// circuit's break lasts, the commands run through the circuit breaker, which needs to see them only then: without
/// failures it has nothing to do, and it would cost each command more than the recipe itself. A pipeline of the
/// caller's own sees every command.</remarks>
public sealed class RedisGate
{
    private readonly IDatabase _database;
    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline _pipeline;
    private readonly bool _alwaysThroughPipeline;
    private readonly RedisHealth _health;
    private readonly IRedisObserver _observer;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates the gate; a recipe has one, because the circuit is its own.</summary>
    /// <param name="database">Where the commands go.</param>
    /// <param name="options">Timeout and circuit, already validated.</param>
    /// <param name="observer">Who hears of replies and failures.</param>
    /// <param name="timeProvider">The clock of timeouts and circuit.</param>
    public RedisGate(
        IDatabase database, RedisGateOptions options, IRedisObserver observer, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _database = database;
        _timeout = options.Timeout;
        _alwaysThroughPipeline = options.Pipeline is not null;
        _pipeline = options.Pipeline ?? BuildCircuit(options.Circuit, timeProvider);
        _health = new RedisHealth(options.Circuit.BreakDuration, observer, timeProvider);
        _observer = observer;
        _timeProvider = timeProvider;
    }

    /// <summary>The connection of the commands.</summary>
    public IConnectionMultiplexer Multiplexer => _database.Multiplexer;

    /// <summary>Sends one command.</summary>
    /// <typeparam name="TArguments">The type of the arguments.</typeparam>
    /// <typeparam name="TReply">The type of the reply.</typeparam>
    /// <param name="command">Its name, for the metrics.</param>
    /// <param name="send">Sends it; static, so that a call allocates no closure.</param>
    /// <param name="arguments">What <paramref name="send"/> needs.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The reply, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RedisReply<TReply>> CallAsync<TArguments, TReply>(
        string command,
        Func<IDatabase, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
        => RunAsync<CommandCall<TArguments, TReply>, TReply>(
            command, new CommandCall<TArguments, TReply>(send, arguments), cancellationToken);

    /// <summary>Sends two commands about one thing together, as one round trip and one command of the
    /// metrics.</summary>
    /// <typeparam name="TArguments">The type of the arguments.</typeparam>
    /// <typeparam name="TFirst">The type of the first reply.</typeparam>
    /// <typeparam name="TSecond">The type of the second reply.</typeparam>
    /// <param name="command">The name of both, for the metrics.</param>
    /// <param name="sendFirst">Sends the first; static, so that a call allocates no closure.</param>
    /// <param name="sendSecond">Sends the second, as static.</param>
    /// <param name="arguments">What both need.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The replies, or why one of them is missing.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RedisReply<(TFirst First, TSecond Second)>> CallBothAsync<TArguments, TFirst, TSecond>(
        string command,
        Func<IDatabase, TArguments, Task<TFirst>> sendFirst,
        Func<IDatabase, TArguments, Task<TSecond>> sendSecond,
        TArguments arguments,
        CancellationToken cancellationToken)
        => RunAsync<PairCall<TArguments, TFirst, TSecond>, (TFirst, TSecond)>(
            command, new PairCall<TArguments, TFirst, TSecond>(sendFirst, sendSecond, arguments), cancellationToken);

    /// <summary>Runs a script. One round trip; three when the server does not know the script yet.</summary>
    /// <param name="call">The script and its arguments.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The reply, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the script may run
    /// nevertheless.</exception>
    public ValueTask<RedisReply<RedisResult>> EvaluateAsync(ScriptCall call, CancellationToken cancellationToken)
        => RunAsync<EvaluateCall, RedisResult>(call.Script.Name, new EvaluateCall(call), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RedisReply<TReply>> RunAsync<TCall, TReply>(
        string command, TCall call, CancellationToken cancellationToken)
        where TCall : struct, IGateCall<TReply>
    {
        long start = _timeProvider.GetTimestamp();
        Outcome<TReply> outcome;
        if (_alwaysThroughPipeline || _health.IsDegraded)
        {
            outcome = await ThroughPipelineAsync<TCall, TReply>(call, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Not by AttemptAsync: each asynchronous method on the way of every command costs all recipes.
            try
            {
                outcome = Outcome.FromResult(await call.SendAsync(this, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception thrown)
            {
                outcome = Outcome.FromException<TReply>(thrown);
            }
        }

        _observer.Replied(command, _timeProvider.GetElapsedTime(start));
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
                _observer.Failed(command, failure);
                _health.Failed(failure, exception);
                break;
        }

        return new RedisReply<TReply>(failure, exception);
    }

    private async ValueTask<Outcome<TReply>> ThroughPipelineAsync<TCall, TReply>(
        TCall call, CancellationToken cancellationToken)
        where TCall : struct, IGateCall<TReply>
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await _pipeline
                .ExecuteOutcomeAsync(
                    static (context, state) =>
                        state.Gate.AttemptAsync<TCall, TReply>(state.Call, context.CancellationToken),
                    context,
                    (Gate: this, Call: call))
                .ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<TReply>> AttemptAsync<TCall, TReply>(
        TCall call, CancellationToken cancellationToken)
        where TCall : struct, IGateCall<TReply>
    {
        try
        {
            TReply reply = await call.SendAsync(this, cancellationToken).ConfigureAwait(false);
            return Outcome.FromResult(reply);
        }
        catch (Exception exception)
        {
            return Outcome.FromException<TReply>(exception);
        }
    }

    private static ResiliencePipeline BuildCircuit(CircuitOptions circuit, TimeProvider timeProvider)
        => new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = circuit.FailureRatio,
                MinimumThroughput = circuit.MinimumThroughput,
                SamplingDuration = circuit.SamplingDuration,
                BreakDuration = circuit.BreakDuration,
                ShouldHandle = static arguments =>
                    ValueTask.FromResult(RedisFailures.BreaksCircuit(arguments.Outcome.Exception)),
            })
            .Build();

    // A struct for each kind of call: what the pipeline runs is then compiled for it and allocates no closure.
    private interface IGateCall<TReply>
    {
        ValueTask<TReply> SendAsync(RedisGate gate, CancellationToken cancellationToken);
    }

    private readonly struct CommandCall<TArguments, TReply>(
        Func<IDatabase, TArguments, Task<TReply>> send, TArguments arguments) : IGateCall<TReply>
    {
        public ValueTask<TReply> SendAsync(RedisGate gate, CancellationToken cancellationToken)
            => new(send(gate._database, arguments).WaitAsync(gate._timeout, gate._timeProvider, cancellationToken));
    }

    private readonly struct PairCall<TArguments, TFirst, TSecond>(
        Func<IDatabase, TArguments, Task<TFirst>> sendFirst,
        Func<IDatabase, TArguments, Task<TSecond>> sendSecond,
        TArguments arguments) : IGateCall<(TFirst First, TSecond Second)>
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<(TFirst First, TSecond Second)> SendAsync(
            RedisGate gate, CancellationToken cancellationToken)
        {
            // Both are sent before either is awaited, and so are one round trip. Replies come in the order of the
            // commands, so that one deadline is enough, unless a cluster has sent the client elsewhere with the first.
            long start = gate._timeProvider.GetTimestamp();
            Task<TFirst> first = sendFirst(gate._database, arguments);
            Task<TSecond> second = sendSecond(gate._database, arguments);
            TSecond secondReply = await second
                .WaitAsync(gate._timeout, gate._timeProvider, cancellationToken)
                .ConfigureAwait(false);
            if (!first.IsCompleted)
            {
                TimeSpan left = gate._timeout - gate._timeProvider.GetElapsedTime(start);
                await first
                    .WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, gate._timeProvider, cancellationToken)
                    .ConfigureAwait(false);
            }

            return (await first.ConfigureAwait(false), secondReply);
        }
    }

    private readonly struct EvaluateCall(ScriptCall call) : IGateCall<RedisResult>
    {
        public ValueTask<RedisResult> SendAsync(RedisGate gate, CancellationToken cancellationToken)
            => call.SendAsync(gate._database, gate._timeout, gate._timeProvider, cancellationToken);
    }
}
