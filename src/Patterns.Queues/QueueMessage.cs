using Patterns.Queues.Consuming;
using Patterns.Queues.Storage;

namespace Patterns.Queues;

/// <summary>A message in the hands of a worker, which ends it in one of four ways: complete, retry, dead letter, hand
/// back. Until then its lease is renewed in the background.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <remarks>Each of the four is one round trip and says whether it counted: it does not if the lease was lost before,
/// or if the message was ended already. While Redis fails they are repeated until the lease is over.</remarks>
public sealed class QueueMessage<T>
{
    private readonly QueuePump _pump;
    private readonly QueueRuntime _runtime;

    internal QueueMessage(QueuePump pump, QueueRuntime runtime, Delivery delivery, T body)
    {
        _pump = pump;
        _runtime = runtime;
        Delivery = delivery;
        Body = body;
        Headers = delivery.Headers is { } headers
            ? MessageFields.ReadHeaders(headers)
            : System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>The message's id, which is the same in every attempt.</summary>
    public string Id => Delivery.Id;

    /// <summary>What was sent.</summary>
    public T Body { get; }

    /// <summary>Which attempt this is; 1 is the first. Attempts whose worker died count.</summary>
    public int Attempt => Delivery.Attempt;

    /// <summary>How many attempts the message has.</summary>
    public int MaxAttempts => Delivery.MaxAttempts ?? _runtime.Options.MaxAttempts;

    /// <summary>When the message was sent, by the clock of Redis.</summary>
    public DateTimeOffset EnqueuedAt => DateTimeOffset.FromUnixTimeMilliseconds(Delivery.EnqueuedAt);

    /// <summary>How old the message is: by the clock of Redis when it told the time with the delivery, otherwise by
    /// this process's.</summary>
    public TimeSpan Age
    {
        get
        {
            long now = Delivery.DeliveredAt > 0
                ? Delivery.DeliveredAt
                : _runtime.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
            return TimeSpan.FromMilliseconds(Math.Max(0, now - Delivery.EnqueuedAt));
        }
    }

    /// <summary>What travelled with the message.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The message's group, or null.</summary>
    public string? GroupKey => Delivery.Group;

    /// <summary>Cancelled when another worker may have the message: the lease was lost, the message was neither ended
    /// nor extended for <see cref="StreamOptions.MaxHandlingTime"/>, or the worker has stopped and hands it
    /// back.</summary>
    public CancellationToken LeaseLost => Delivery.Lost;

    /// <summary>Whether the message still is to be ended by this worker.</summary>
    public bool IsHeld => Delivery.IsHeld;

    internal Delivery Delivery { get; }

    /// <summary>The message is handled.</summary>
    /// <returns>Whether it counted.</returns>
    public Task<bool> CompleteAsync() => _pump.CompleteAsync(Delivery);

    /// <summary>
    /// The attempt failed: the message is tried again, or is a dead letter if it has no attempt left.
    /// </summary>
    /// <param name="reason">What went wrong, for people.</param>
    /// <param name="delay">How long until the next attempt, 0 or more; null means what the backoff says.</param>
    /// <returns>Whether it counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public Task<bool> RetryAsync(string reason, TimeSpan? delay = null)
    {
        RequireDelay(delay ?? TimeSpan.Zero);
        return RetryAsync(reason, delay, exception: null);
    }

    /// <summary>The message is given up.</summary>
    /// <param name="reason">Why, for people.</param>
    /// <returns>Whether it counted.</returns>
    public Task<bool> DeadLetterAsync(string reason)
        => _pump.FailAsync(Delivery, pause: null, new FailureCause("rejected", reason), exception: null);

    /// <summary>
    /// Gives the message to the next worker, at once and before new ones. The attempt does not count.
    /// </summary>
    /// <returns>Whether it counted.</returns>
    public Task<bool> HandBackAsync() => _pump.HandBackAsync(Delivery);

    /// <summary>Gives the message back until later, for a handler that cannot begin yet. The attempt does not count,
    /// and a message of a group keeps its place.</summary>
    /// <param name="delay">How long until it is given to a worker: 0 or more.</param>
    /// <returns>Whether it counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public Task<bool> HandBackAsync(TimeSpan delay)
    {
        RequireDelay(delay);
        return _pump.HandBackAsync(Delivery, delay);
    }

    /// <summary>Renews the lease now, and starts <see cref="StreamOptions.MaxHandlingTime"/> anew. Without it, leases
    /// are renewed in the background.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether the message is still this worker's.</returns>
    public Task<bool> ExtendAsync(CancellationToken cancellationToken = default)
        => _pump.ExtendAsync(Delivery, cancellationToken);

    internal Task<bool> RetryAsync(string reason, TimeSpan? delay, Exception? exception)
        => Attempt >= MaxAttempts
            ? _pump.FailAsync(Delivery, pause: null, new FailureCause("attempts_exhausted", reason), exception)
            : _pump.FailAsync(
                Delivery,
                delay ?? _runtime.Options.Backoff.After(Attempt, _runtime.Random),
                new FailureCause("failed", reason),
                exception);

    private static void RequireDelay(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(delay), delay, $"The delay is {delay}, but must be 0 or more: use TimeSpan.Zero for at once.");
        }
    }
}
