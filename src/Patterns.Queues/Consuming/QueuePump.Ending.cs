using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>How the pump ends what it holds, and keeps it until then.</summary>
internal sealed partial class QueuePump
{
    private static readonly Task<bool> _never = Task.FromResult(false);

    /// <returns>Whether it counted; false if the lease was lost before, or the message was ended already.</returns>
    public Task<bool> CompleteAsync(Delivery delivery)
    {
        if (!delivery.TryEnd())
        {
            return _never;
        }

        Let(delivery);
        return _settlements.CompleteAsync(delivery);
    }

    /// <summary>Completes a message without waiting for the confirmation. If it does not count, the message comes
    /// again.</summary>
    public void Complete(Delivery delivery)
    {
        if (delivery.TryEnd())
        {
            Let(delivery);
            _settlements.Complete(delivery);
        }
    }

    /// <summary>Waits for the confirmation of what was completed.</summary>
    public Task FlushAsync() => _settlements.FlushAsync();

    /// <param name="delivery">What failed.</param>
    /// <param name="pause">How long until the next attempt; null for a dead letter.</param>
    /// <param name="cause">Why.</param>
    /// <param name="exception">What the handler threw, for the log.</param>
    /// <returns>Whether it counted; false if the lease was lost before, or the message was ended already.</returns>
    public async Task<bool> FailAsync(Delivery delivery, TimeSpan? pause, FailureCause cause, Exception? exception)
    {
        if (!await MoveAsync(delivery, delivery.Attempt, pause, cause).ConfigureAwait(false))
        {
            return false;
        }

        if (pause is null)
        {
            _runtime.Metrics.DeadLettered(cause.Reason);
            Log.DeadLettered(
                _runtime.Logger, _runtime.Name, delivery.Id, delivery.Attempt, cause.Reason, exception);
        }
        else
        {
            Count("retried");
            Log.Retried(_runtime.Logger, _runtime.Name, delivery.Id, delivery.Attempt, pause.Value, exception);
        }

        return true;
    }

    /// <summary>Delays a message; the attempt does not count.</summary>
    public async Task<bool> HandBackAsync(Delivery delivery, TimeSpan delay)
    {
        bool counted = await MoveAsync(delivery, delivery.Attempt - 1, delay, new FailureCause("handed_back", ""))
            .ConfigureAwait(false);
        if (counted)
        {
            Count("handed_back");
        }

        return counted;
    }

    /// <summary>Gives a message to the next worker; the attempt does not count.</summary>
    public async Task<bool> HandBackAsync(Delivery delivery)
        => delivery.TryEnd() && await HandBackAsync([delivery], leaves: false).ConfigureAwait(false) == 1;

    /// <summary>Renews a lease, and lets it be renewed as long as for a message that just came.</summary>
    /// <returns>Whether the message is still this worker's.</returns>
    public async Task<bool> ExtendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (!delivery.IsHeld)
        {
            return false;
        }

        delivery.RenewUntil = Time.GetTimestamp() + Ticks(_runtime.Options.MaxHandlingTime);
        await RenewAsync([delivery], cancellationToken).ConfigureAwait(false);
        return delivery.IsHeld;
    }

    /// <param name="deliveries">Messages that nobody else can end any more.</param>
    /// <param name="leaves">Whether the worker stops.</param>
    private async Task<int> HandBackAsync(List<Delivery> deliveries, bool leaves)
    {
        if (deliveries.Count == 0 && !leaves)
        {
            return 0;
        }

        // If Redis does not answer, the leases end by themselves.
        RedisReply<RedisResult> reply = await _runtime.Store
            .HandBackAsync(_consumer, deliveries, leaves, CancellationToken.None)
            .ConfigureAwait(false);
        foreach (Delivery delivery in deliveries)
        {
            Let(delivery);
        }

        int given = reply.Failure == RedisFailure.None ? ((int[])reply.Value!).Sum() : 0;
        _runtime.Metrics.Settled("handed_back", given);
        if (given > 0)
        {
            _runtime.Wake();
        }

        return given;
    }

    private async Task<bool> MoveAsync(Delivery delivery, int attempts, TimeSpan? pause, FailureCause cause)
    {
        if (!delivery.TryEnd())
        {
            return false;
        }

        bool counted = await RepeatAsync(
            delivery,
            () => _runtime.Store.FailAsync(_consumer, delivery, attempts, pause, cause, CancellationToken.None))
            .ConfigureAwait(false);
        Let(delivery);
        if (counted)
        {
            // It is due again, or the next of its group follows.
            _runtime.Wake();
        }
        else
        {
            Count("lost");
        }

        return counted;
    }

    private async Task<bool> RepeatAsync(Delivery delivery, Func<ValueTask<RedisReply<RedisResult>>> call)
    {
        var failures = new FailurePause(Time);
        bool isRepeated = false;
        while (true)
        {
            RedisReply<RedisResult> reply = await call().ConfigureAwait(false);
            bool isOver = Time.GetTimestamp() >= delivery.Deadline;
            if (reply.Failure == RedisFailure.None)
            {
                // Nobody else can hold it before the deadline: if it is gone, an earlier call has done it.
                return (int)reply.Value! == 1 || (isRepeated && !isOver);
            }

            if (isOver)
            {
                return false;
            }

            isRepeated = true;
            await failures.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task RenewLoopAsync()
    {
        _maintained = Time.GetTimestamp();
        while (!_stopRenewing.IsCancellationRequested)
        {
            await Task.Delay(_lease / 12, Time, _stopRenewing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                LoseWhatIsOver();
                await RenewOldAsync().ConfigureAwait(false);
                await MaintainAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Whatever it is, a worker that stops renewing would lose all that it holds.
                Log.RenewingFailed(_runtime.Logger, _runtime.Name, exception);
            }
        }
    }

    private async Task RenewOldAsync()
    {
        long now = Time.GetTimestamp();
        Delivery[] old = [.. _held.Keys.Concat(_settlements.Unconfirmed()).Where(delivery =>
            now < delivery.RenewUntil && Time.GetElapsedTime(delivery.RenewedAt, now) >= _lease / 4)];
        if (old.Length > 0)
        {
            await RenewAsync(old, _stopRenewing.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask MaintainAsync()
    {
        if (_runtime.Maintain is { } maintain && Time.GetElapsedTime(_maintained) >= QueueRuntime.MaintenanceInterval)
        {
            _maintained = Time.GetTimestamp();
            await maintain(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task RenewAsync(Delivery[] deliveries, CancellationToken cancellationToken)
    {
        long sent = Time.GetTimestamp();
        RedisReply<RedisResult> reply;
        try
        {
            reply = await _runtime.Store.ExtendAsync(_consumer, deliveries, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (reply.Failure != RedisFailure.None)
        {
            return;
        }

        var held = (int[])reply.Value!;
        for (int i = 0; i < held.Length; i++)
        {
            if (held[i] == 1)
            {
                deliveries[i].RenewedAt = sent;
                deliveries[i].Deadline = sent + Ticks(_lease);
            }
            else
            {
                Lose(deliveries[i]);
            }
        }
    }

    private void LoseWhatIsOver()
    {
        long now = Time.GetTimestamp();
        foreach (Delivery delivery in _held.Keys)
        {
            if (now >= delivery.Deadline || now >= delivery.RenewUntil)
            {
                Lose(delivery);
            }
        }
    }

    private void Lose(Delivery delivery)
    {
        if (delivery.TryLose())
        {
            Let(delivery);
            Count("lost");
            Log.LeaseLost(_runtime.Logger, _runtime.Name, delivery.Id, delivery.Attempt);
        }
    }

    private void Let(Delivery delivery)
    {
        _held.TryRemove(delivery, out _);
        _roomSignal.Set();
    }

    private void Count(string outcome) => _runtime.Metrics.Settled(outcome, 1);
}
