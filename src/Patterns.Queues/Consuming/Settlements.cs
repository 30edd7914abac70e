using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Completes messages in batches: what ends while one call is under way goes with the next.</summary>
/// <param name="runtime">The queue.</param>
/// <param name="consumer">Who held the messages.</param>
/// <param name="confirmed">Set whenever messages are confirmed.</param>
internal sealed class Settlements(QueueRuntime runtime, RedisValue consumer, AsyncSignal confirmed)
{
    private const int MaxBatch = 500;
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Queue<Settlement> _waiting = new();
    private Settlement[] _sending = [];
    private Task _flushing = Task.CompletedTask;

    /// <summary>How many messages are not confirmed yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count + _sending.Length;
            }
        }
    }

    /// <summary>The messages that are not confirmed yet, whose leases have to last until they are.</summary>
    public Delivery[] Unconfirmed()
    {
        lock (_gate)
        {
            return [.. _sending.Concat(_waiting).Select(settlement => settlement.Delivery)];
        }
    }

    /// <summary>Completes a message for whose confirmation nobody waits.</summary>
    public void Complete(Delivery delivery) => Add(new Settlement(delivery, Done: null));

    /// <returns>Whether it counted: false if the lease was lost before.</returns>
    public Task<bool> CompleteAsync(Delivery delivery)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Settlement(delivery, done));
        return done.Task;
    }

    /// <summary>Waits until everything that was completed before is confirmed, or its lease is over.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return _flushing;
        }
    }

    private void Add(Settlement settlement)
    {
        lock (_gate)
        {
            _waiting.Enqueue(settlement);
            if (_waiting.Count + _sending.Length == 1)
            {
                _flushing = Task.Run(SendAllAsync);
            }
        }
    }

    private async Task SendAllAsync()
    {
        while (NextBatch() is { Length: > 0 } batch)
        {
            try
            {
                await SendAsync(batch).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Whatever it is, the leases end by themselves, and what is completed next has its own chance.
                Log.EndingFailed(runtime.Logger, runtime.Name, batch[0].Delivery.Id, exception);
                foreach (Settlement settlement in batch)
                {
                    settlement.Done?.TrySetException(exception);
                }
            }

            confirmed.Set();
        }
    }

    private Settlement[] NextBatch()
    {
        lock (_gate)
        {
            var batch = new Settlement[Math.Min(MaxBatch, _waiting.Count)];
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i] = _waiting.Dequeue();
            }

            _sending = batch;
            return batch;
        }
    }

    private async Task SendAsync(Settlement[] batch)
    {
        bool isRepeated = false;
        while (batch.Length > 0)
        {
            RedisReply<RedisResult> reply = await runtime.Store
                .CompleteAsync(
                    consumer, Array.ConvertAll(batch, settlement => settlement.Delivery), CancellationToken.None)
                .ConfigureAwait(false);
            if (reply.Failure == RedisFailure.None)
            {
                HashSet<int> gone = [.. (int[])reply.Value!];
                for (int i = 0; i < batch.Length; i++)
                {
                    // Nobody else can hold it before the deadline: if it is gone, an earlier call has done it.
                    Confirm(batch[i], !gone.Contains(i) || (isRepeated && !IsOver(batch[i])));
                }

                if (Array.Exists(batch, static settlement => settlement.Delivery.Group is not null))
                {
                    // The next of their groups follow.
                    runtime.Wake();
                }

                return;
            }

            isRepeated = true;
            ILookup<bool, Settlement> isOver = batch.ToLookup(IsOver);
            foreach (Settlement settlement in isOver[true])
            {
                Confirm(settlement, counted: false);
            }

            batch = [.. isOver[false]];
            await Task.Delay(_pauseAfterFailure, runtime.TimeProvider).ConfigureAwait(false);
        }
    }

    private void Confirm(Settlement settlement, bool counted)
    {
        if (!runtime.Store.IsWake(settlement.Delivery))
        {
            runtime.Metrics.Settled(counted ? "completed" : "lost", 1);
        }

        settlement.Done?.SetResult(counted);
    }

    private bool IsOver(Settlement settlement)
        => runtime.TimeProvider.GetTimestamp() >= settlement.Delivery.Deadline;
}
