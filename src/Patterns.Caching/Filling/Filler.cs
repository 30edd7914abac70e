using Microsoft.Extensions.Logging;
using Patterns.Caching.Entries;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Filling;

/// <summary>Fills missing entries from the source, one flight per key at a time.</summary>
/// <param name="flights">The flights under way.</param>
/// <param name="entries">The entries in Redis.</param>
/// <param name="format">The layout of an entry.</param>
/// <param name="lifetime">Draws the lifetimes of entries.</param>
/// <param name="source">Calls the factories.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where unwritable values are reported.</param>
internal sealed class Filler(
    FlightTable flights,
    EntryStore entries,
    EntryFormat format,
    EntryLifetime lifetime,
    Source source,
    CacheMetrics metrics,
    string keyPrefix,
    ILogger logger)
{
    /// <summary>Joins the flight of the key, or flies one.</summary>
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

                return await shared.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            // The key is being filled with another type. What that flight stores may be readable as this one.
            await flight.Landing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            CacheLookup<T> lookup = await entries.ReadAsync<T>(request.Key, cancellationToken).ConfigureAwait(false);
            if (lookup.HasValue)
            {
                return lookup.Value;
            }
        }
    }

    private async Task FlyAsync<TState, T>(ValueFlight<T> flight, FillRequest<TState, T> request)
    {
        flight.Enter();
        try
        {
            T value = await ProduceAsync(flight, request).ConfigureAwait(false);
            flights.End(request.Key, flight);
            flight.Succeed(value);
        }
        catch (Exception exception)
        {
            flights.End(request.Key, flight);
            flight.Fail(exception);
        }
    }

    private async ValueTask<T> ProduceAsync<TState, T>(Flight flight, FillRequest<TState, T> request)
    {
        CacheReadOutcome reason = request.Reason;
        if (flights.EndingsOf(request.Key) != request.Endings)
        {
            CacheLookup<T> lookup = await entries.ReadAsync<T>(request.Key, flight.Abandoned).ConfigureAwait(false);
            if (lookup.HasValue)
            {
                return lookup.Value;
            }

            reason = lookup.Outcome;
        }

        (T value, CacheFactoryContext context) = await source
            .CallAsync(request, reason, lifetime.TimeToLiveOf(request.Options), flight.Abandoned)
            .ConfigureAwait(false);
        metrics.FillCompleted(await StoreAsync(flight, request.Options, value, context).ConfigureAwait(false));
        return value;
    }

    private async ValueTask<FillOutcome> StoreAsync<T>(
        Flight flight, CacheEntryOptions? options, T value, CacheFactoryContext context)
    {
        if (!context.Stores)
        {
            return FillOutcome.Declined;
        }

        if (context.Reason == CacheReadOutcome.Unavailable)
        {
            // Redis failed a moment ago; a second attempt would only make the callers wait for a second timeout.
            return FillOutcome.Unavailable;
        }

        ReadOnlyMemory<byte> entry;
        try
        {
            entry = format.Encode(value);
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            Log.ValueUnwritable(logger, keyPrefix, context.Key, exception);
            return FillOutcome.Unwritable;
        }

        CacheWriteResult? result = await entries
            .WriteAsync(context.Key, entry, lifetime.Draw(context.TimeToLive, options), flight)
            .ConfigureAwait(false);
        return result switch
        {
            CacheWriteResult.Confirmed => FillOutcome.Stored,
            CacheWriteResult.Unconfirmed => FillOutcome.Unavailable,
            _ => FillOutcome.Revoked,
        };
    }
}
