using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Patterns.Caching.Resilience;

/// <summary>The pipeline around the source: a circuit breaker around a timeout, or the caller's own.</summary>
internal static class SourceGate
{
    public static ResiliencePipeline Build(RedisCacheOptions options, ILogger logger, TimeProvider timeProvider)
    {
        if (options.SourcePipeline is not null)
        {
            return options.SourcePipeline;
        }

        string keyPrefix = options.KeyPrefix;
        bool open = false;
        return new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = options.SourceCircuit.FailureRatio,
                MinimumThroughput = options.SourceCircuit.MinimumThroughput,
                SamplingDuration = options.SourceCircuit.SamplingDuration,
                BreakDuration = options.SourceCircuit.BreakDuration,

                // A cancellation counts as well, unless it is ours: an HTTP client reports its timeout as one.
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is not null
                    && !arguments.Context.CancellationToken.IsCancellationRequested),
                OnOpened = arguments =>
                {
                    // A trial call that fails opens the circuit again, which is no change worth a line.
                    if (!Interlocked.Exchange(ref open, true))
                    {
                        Exception? failure = arguments.Outcome.Exception;
                        Log.SourceCircuitOpened(logger, keyPrefix, arguments.BreakDuration, failure);
                    }

                    return default;
                },
                OnClosed = _ =>
                {
                    if (Interlocked.Exchange(ref open, false))
                    {
                        Log.SourceCircuitClosed(logger, keyPrefix);
                    }

                    return default;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.SourceTimeout })
            .Build();
    }
}
