using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Patterns.Queues.Telemetry;

namespace Patterns.Queues.Consuming;

/// <summary>Runs handlers over the messages of a worker until it is to stop; then lets them end, and hands back the
/// rest.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
[SuppressMessage(
    "Design", "CA1001", Justification = "Handlers that outlive the worker may still use the token.")]
internal sealed class MessageProcessor<T>(QueueRuntime runtime, QueueConsumer<T> consumer)
{
    private readonly CancellationTokenSource _abandon = new();

    /// <summary>Handles messages one by one, as many at a time as the options say.</summary>
    public Task RunAsync(Func<QueueMessage<T>, CancellationToken, Task> handler, CancellationToken stop)
        => RunAsync(
            async () =>
            {
                while (await consumer.NextAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
                {
                    await HandleAsync(message, handler).ConfigureAwait(false);
                }
            },
            stop);

    /// <summary>Handles messages in batches, as many at a time as the options say.</summary>
    public Task RunBatchesAsync(
        Func<IReadOnlyList<QueueMessage<T>>, CancellationToken, Task> handler, CancellationToken stop)
        => RunAsync(
            async () =>
            {
                await foreach (var batch in consumer.ReadBatchesAsync().ConfigureAwait(false))
                {
                    await HandleAsync(batch, handler).ConfigureAwait(false);
                }
            },
            stop);

    private async Task RunAsync(Func<Task> loop, CancellationToken stop)
    {
        Task[] loops = [.. Enumerable.Range(0, consumer.Options.Concurrency).Select(_ => Task.Run(loop))];
        var stopped = new TaskCompletionSource();
        using (stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped))
        {
            await stopped.Task.ConfigureAwait(false);
        }

        await consumer.StopFetchingAsync().ConfigureAwait(false);
        try
        {
            await DrainAsync(loops)
                .WaitAsync(consumer.Options.DrainTimeout, runtime.TimeProvider, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            int unfinished = loops.Count(running => !running.IsCompleted);
            Log.DrainIncomplete(runtime.Logger, runtime.Name, unfinished, consumer.Options.DrainTimeout);
        }

        await _abandon.CancelAsync().ConfigureAwait(false);
        await consumer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DrainAsync(Task[] loops)
    {
        await Task.WhenAll(loops).ConfigureAwait(false);
        await consumer.FlushAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(QueueMessage<T> message, Func<QueueMessage<T>, CancellationToken, Task> handler)
    {
        using Activity? span = StartSpan(message);
        long start = runtime.TimeProvider.GetTimestamp();
        Exception? failure = null;
        try
        {
            await handler(message, message.LeaseLost).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
        }

        runtime.Metrics.Handled(runtime.TimeProvider.GetElapsedTime(start), failure is null);
        await EndAsync(message, failure).ConfigureAwait(false);
    }

    private async Task HandleAsync(
        IReadOnlyList<QueueMessage<T>> batch, Func<IReadOnlyList<QueueMessage<T>>, CancellationToken, Task> handler)
    {
        long start = runtime.TimeProvider.GetTimestamp();
        Exception? failure = null;
        try
        {
            await handler(batch, _abandon.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        runtime.Metrics.Handled(runtime.TimeProvider.GetElapsedTime(start), failure is null);
        await Task.WhenAll(batch.Select(message => EndAsync(message, failure).AsTask())).ConfigureAwait(false);
    }

    private ValueTask EndAsync(QueueMessage<T> message, Exception? failure)
    {
        if (failure is not null)
        {
            return message.IsHeld ? new ValueTask(FailAsync(message, failure)) : ValueTask.CompletedTask;
        }

        // The next message begins while this one is confirmed.
        consumer.Complete(message);
        return ValueTask.CompletedTask;
    }

    private async Task FailAsync(QueueMessage<T> message, Exception failure)
    {
        try
        {
            await (failure switch
            {
                OperationCanceledException when _abandon.IsCancellationRequested => message.HandBackAsync(),
                MessageRejectedException => message.DeadLetterAsync(failure.Message),
                _ => message.RetryAsync($"{failure.GetType().Name}: {failure.Message}", delay: null, failure),
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it is, its lease ends by itself, and the worker goes on with the next message.
            Log.EndingFailed(runtime.Logger, runtime.Name, message.Id, exception);
        }
    }

    private Activity? StartSpan(QueueMessage<T> message)
    {
        Activity? span = QueueInstruments.Spans.StartActivity(
            QueueInstruments.HandleSpan, ActivityKind.Consumer, message.Delivery.TraceParent);
        span?.SetTag(QueueInstruments.QueueTag, runtime.Name);
        span?.SetTag(QueueInstruments.MessageTag, message.Id);
        span?.SetTag(QueueInstruments.AttemptTag, message.Attempt);
        return span;
    }
}
