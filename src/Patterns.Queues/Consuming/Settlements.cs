using System.Collections.Concurrent;
using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Completes messages in batches: what ends while one call is under way goes with the next.</summary>
internal sealed class Settlements(QueueRuntime runtime, RedisValue consumer)
{
    private const int MaxBatch = 500;
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<(Delivery Delivery, TaskCompletionSource<bool> Done)> _waiting = new();
    private int _flushing;

    /// <returns>Whether it counted: false if the lease was lost before.</returns>
    public Task<bool> CompleteAsync(Delivery delivery)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((delivery, done));
        if (Interlocked.Exchange(ref _flushing, 1) == 0)
        {
            _ = Task.Run(FlushAsync);
        }

        return done.Task;
    }

    private async Task FlushAsync()
    {
        var deliveries = new List<Delivery>();
        var waiting = new List<TaskCompletionSource<bool>>();
        while (true)
        {
            while (deliveries.Count < MaxBatch && _waiting.TryDequeue(out var item))
            {
                deliveries.Add(item.Delivery);
                waiting.Add(item.Done);
            }

            if (deliveries.Count > 0)
            {
                await SendAsync(deliveries, waiting).ConfigureAwait(false);
                deliveries.Clear();
                waiting.Clear();
                continue;
            }

            // Whoever came between the last look and this line either sees the flag down, or is seen here.
            Interlocked.Exchange(ref _flushing, 0);
            if (_waiting.IsEmpty || Interlocked.Exchange(ref _flushing, 1) == 1)
            {
                return;
            }
        }
    }

    private async Task SendAsync(List<Delivery> deliveries, List<TaskCompletionSource<bool>> waiting)
    {
        bool isRepeated = false;
        while (true)
        {
            RedisReply<RedisResult> reply = await runtime.Store
                .CompleteAsync(consumer, deliveries, CancellationToken.None)
                .ConfigureAwait(false);
            if (reply.Failure == RedisFailure.None)
            {
                var held = (int[])reply.Value!;
                for (int i = 0; i < held.Length; i++)
                {
                    // Nobody else can hold it before the deadline: if it is gone, an earlier call has done it.
                    waiting[i].SetResult(held[i] == 1 || (isRepeated && !IsOver(deliveries[i])));
                }

                return;
            }

            isRepeated = true;
            for (int i = deliveries.Count - 1; i >= 0; i--)
            {
                if (IsOver(deliveries[i]))
                {
                    waiting[i].SetResult(false);
                    waiting.RemoveAt(i);
                    deliveries.RemoveAt(i);
                }
            }

            if (deliveries.Count == 0)
            {
                return;
            }

            await Task.Delay(_pauseAfterFailure, runtime.TimeProvider).ConfigureAwait(false);
        }
    }

    private bool IsOver(Delivery delivery) => runtime.TimeProvider.GetTimestamp() >= delivery.Deadline;
}
