using System.Runtime.CompilerServices;
using Patterns.Caching.Entries;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Filling;

/// <summary>Fills missing entries, one flight per key and process at a time, and falls back to stale values.</summary>
/// <param name="flights">The flights under way.</param>
/// <param name="entries">The entries in Redis.</param>
/// <param name="producer">Finds the value of a flight.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="softTimeout">How long callers with a stale value at hand wait.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class Filler(
    FlightTable flights,
    EntryStore entries,
    Producer producer,
    CacheMetrics metrics,
    TimeSpan? softTimeout,
    TimeProvider timeProvider)
{
    /// <summary>Joins the flight of the key, or flies one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> FillAsync<TState, T>(FillRequest<TState, T> request, CancellationToken cancellationToken)
    {
        while (true)
        {
            Flight flight = flights.JoinOrStart<T>(request.Key, out bool started);
            if (flight is ValueFlight<T> shared)
            {
                if (started)
                {
                    _ = FlyAsync(shared, request);
                }
                else
                {
                    metrics.CallerJoined();
                }

                return await LandAsync(shared, request, cancellationToken).ConfigureAwait(false);
            }

            // The key is being filled with another type. What that flight stores may be readable as this one.
            await flight.Landing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            StoredEntry<T> entry = await entries
                .ReadAsync<T>(request.Key, asked: null, cancellationToken)
                .ConfigureAwait(false);
            if (entry.IsHit)
            {
                return entry.Value!;
            }

            request = request with { Seen = entry };
        }
    }

    /// <summary>Waits for a flight that the caller belongs to, or takes the stale value in its place.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> LandAsync<TState, T>(
        ValueFlight<T> flight, FillRequest<TState, T> request, CancellationToken cancellationToken)
    {
        if (!request.Seen.IsStale)
        {
            return await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        TimeSpan limit = request.Options?.SourceSoftTimeout ?? softTimeout ?? Timeout.InfiniteTimeSpan;
        if (!await flight.HasLandedAsync(limit, timeProvider, cancellationToken).ConfigureAwait(false))
        {
            metrics.StaleServed(StaleReason.Slow);
            return request.Seen.Value!;
        }

        try
        {
            return await flight.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            metrics.StaleServed(StaleReason.Failed);
            return request.Seen.Value!;
        }
    }

    /// <summary>Finds the value of a flight.</summary>
    public async Task FlyAsync<TState, T>(ValueFlight<T> flight, FillRequest<TState, T> request)
    {
        flight.Enter();
        try
        {
            T value = await producer.ProduceAsync(request, flight.Abandoned).ConfigureAwait(false);
            flights.End(request.Key, flight);
            flight.Succeed(value);
        }
        catch (Exception exception)
        {
            flights.End(request.Key, flight);
            flight.Fail(exception);
        }
    }
}
