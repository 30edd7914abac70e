using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using StackExchange.Redis;

namespace Patterns.Queues.Inbox;

/// <summary>Remembers which messages were handled, so that a message that comes twice has its effect once.</summary>
/// <remarks><see cref="CommitAsync"/> is exact, for effects in Redis. <see cref="RunOnceAsync"/> is for effects
/// elsewhere: one runner at a time, and no second run after one that is known to have ended; a process that dies
/// between the effect and its mark leaves one that happens again. For exactness in a database, insert the message's id
/// into a table in the transaction of the effect.</remarks>
public sealed class MessageInbox
{
    private readonly RedisGate _gate;
    private readonly TimeProvider _timeProvider;
    private readonly InboxOptions _options;
    private readonly QueueKeys _keys;

    /// <summary>Creates an inbox.</summary>
    /// <param name="database">The database that remembers, and holds the effects of <see cref="CommitAsync"/>.</param>
    /// <param name="name">Its name, usually that of the consumer: 1 to 200 characters without braces and control
    /// characters. It is the hash tag of its keys: on Redis Cluster the keys of effects need it too.</param>
    /// <param name="options">The options; they are read now and never again. Null means the defaults.</param>
    /// <param name="logger">Where the inbox reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and circuits; null means the system's.</param>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public MessageInbox(
        IDatabase database,
        string name,
        InboxOptions? options = null,
        ILogger<MessageInbox>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        QueueKeys.Check(name, nameof(name));
        _options = QueueOptions.OwnOf(options);
        _keys = new QueueKeys(_options.KeyPrefix);
        Name = name;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _gate = new RedisGate(
            database,
            new RedisGateOptions(_options.RedisTimeout, _options.RedisCircuit, _options.RedisPipeline),
            new QueueMetrics(_options.KeyPrefix, name, logger ?? NullLogger<MessageInbox>.Instance),
            _timeProvider);
    }

    /// <summary>The inbox's name.</summary>
    public string Name { get; }

    /// <summary>Applies effects in Redis and remembers the message in one transaction: both or neither, and once. One
    /// round trip for the condition, one for the transaction.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="effects">Queues commands on the transaction, without awaiting them.</param>
    /// <param name="cancellationToken">Stops the waiting; the transaction may run nevertheless.</param>
    /// <returns><see cref="InboxOutcome.Done"/> or <see cref="InboxOutcome.AlreadyDone"/>.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed; ask again, with the same id.</exception>
    public async Task<InboxOutcome> CommitAsync(
        string messageId, Action<ITransaction> effects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effects);
        RedisReply<bool> reply = await _gate.CallAsync(
            "EXEC",
            static (database, state) =>
            {
                ITransaction transaction = database.CreateTransaction();
                transaction.AddCondition(Condition.KeyNotExists(state.Key));
                _ = transaction.StringSetAsync(state.Key, "done", state.Retention);
                state.Effects(transaction);
                return transaction.ExecuteAsync();
            },
            (Key: KeyOf(messageId), _options.Retention, Effects: effects),
            cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(messageId, reply.Failure, reply.Exception);
        return reply.Value ? InboxOutcome.Done : InboxOutcome.AlreadyDone;
    }

    /// <summary>Runs an effect unless it has run. Two round trips when it runs, one otherwise.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="effect">The effect. If it throws, the message is forgotten and the exception passed on.</param>
    /// <param name="cancellationToken">Handed to the effect, whose token is cancelled at the end of
    /// <see cref="InboxOptions.Claim"/>, too: from then on another may run it.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="QueueUnavailableException">Redis failed before the effect, which has not run, or after it: then
    /// it runs again if the message comes again after <see cref="InboxOptions.Claim"/>.</exception>
    public async Task<InboxOutcome> RunOnceAsync(
        string messageId, Func<CancellationToken, Task> effect, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effect);
        RedisKey key = KeyOf(messageId);
        RedisValue token = Guid.NewGuid().ToString("N");

        // From before the claim is asked for: over no later than Redis lets another begin.
        using var over = new CancellationTokenSource(_options.Claim, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        RedisReply<RedisResult> claim = await CallAsync(
            InboxScripts.Claim, key, [token, Milliseconds(_options.Claim)], cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(messageId, claim.Failure, claim.Exception);
        if ((int)claim.Value! != 1)
        {
            return (int)claim.Value! == 0 ? InboxOutcome.InProgress : InboxOutcome.AlreadyDone;
        }

        try
        {
            await effect(stop.Token).ConfigureAwait(false);
        }
        catch
        {
            await CallAsync(InboxScripts.Settle, key, [token, 0], CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        RedisReply<RedisResult> settled = await CallAsync(
            InboxScripts.Settle, key, [token, Milliseconds(_options.Retention)], CancellationToken.None)
            .ConfigureAwait(false);
        ThrowIfFailed(messageId, settled.Failure, settled.Exception);
        return InboxOutcome.Done;
    }

    /// <summary>A key with the slot of the inbox, for the effects of <see cref="CommitAsync"/> on Redis
    /// Cluster.</summary>
    /// <param name="name">What the key is to be told apart by.</param>
    /// <returns>The key.</returns>
    public RedisKey EffectKey(string name) => _keys.For(Name, $"effect:{name}");

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private RedisKey KeyOf(string messageId)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        return _keys.For(Name, $"inbox:{messageId}");
    }

    private ValueTask<RedisReply<RedisResult>> CallAsync(
        RedisScript script, RedisKey key, RedisValue[] arguments, CancellationToken cancellationToken)
        => _gate.EvaluateAsync(new ScriptCall(script, [key], arguments), cancellationToken);

    private void ThrowIfFailed(string messageId, RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            throw new QueueUnavailableException(
                $"The inbox '{Name}' does not know whether message {messageId} was handled, because Redis failed "
                + $"({failure}): try again with the same id.",
                exception);
        }
    }
}
