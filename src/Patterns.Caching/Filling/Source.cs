using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Patterns.Caching.Telemetry;
using Polly;

namespace Patterns.Caching.Filling;

/// <summary>Calls factories through the source's pipeline, and measures them.</summary>
/// <param name="pipeline">The circuit breaker and timeout, or what the caller gave instead.</param>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="logger">Where late failures are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class Source(
    ResiliencePipeline pipeline, string keyPrefix, CacheMetrics metrics, ILogger logger, TimeProvider timeProvider)
{
    /// <summary>Calls the factory of a request, or several times if the pipeline retries.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeToLive">The time to live that the factory finds in its context.</param>
    /// <param name="abandoned">Cancelled when no caller waits any more.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SourceAnswer<T>> CallAsync<TState, T>(
        FillRequest<TState, T> request, TimeSpan timeToLive, CancellationToken abandoned)
    {
        long start = timeProvider.GetTimestamp();
        try
        {
            (T value, CacheFactoryContext context) = await pipeline
                .ExecuteAsync(
                    static (call, token) => call.source.InvokeAsync(call.request, call.timeToLive, token),
                    (source: this, request, timeToLive),
                    abandoned)
                .ConfigureAwait(false);
            return new SourceAnswer<T>(value, context, timeProvider.GetElapsedTime(start));
        }
        catch (Exception exception) when (!abandoned.IsCancellationRequested)
        {
            metrics.SourceFailed(exception);
            throw;
        }
        finally
        {
            metrics.SourceAnswered(timeProvider.GetElapsedTime(start));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(T Value, CacheFactoryContext Context)> InvokeAsync<TState, T>(
        FillRequest<TState, T> request, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        metrics.SourceCalled();
        using Activity? span = CachingInstruments.Spans.StartActivity(CachingInstruments.SourceSpan);
        var context = new CacheFactoryContext(request.Key, request.Seen.Outcome, timeToLive);
        Task<T>? answer = null;
        try
        {
            answer = request.Factory(request.State, context, cancellationToken).AsTask();

            // A factory that ignores its token must not hold its callers beyond the timeout.
            return (await answer.WaitAsync(cancellationToken).ConfigureAwait(false), context);
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            if (answer is not null && cancellationToken.IsCancellationRequested)
            {
                ReportLateFailure(request.Key, answer);
            }

            throw;
        }
    }

    private void ReportLateFailure(string key, Task answer) => answer.ContinueWith(
        late => Log.AbandonedCallFailed(logger, keyPrefix, key, late.Exception!),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
