using Microsoft.Extensions.Logging;
using Patterns.Caching.Entries;
using Patterns.Caching.Leases;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Filling;

/// <summary>Calls the source and stores what it answers.</summary>
/// <param name="source">Calls the factories.</param>
/// <param name="leases">The leases under which is stored.</param>
/// <param name="format">The layout of an entry.</param>
/// <param name="lifetime">Draws the lifetimes of entries.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where unwritable values are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class FillWriter(
    Source source,
    LeaseStore leases,
    EntryFormat format,
    EntryLifetime lifetime,
    CacheMetrics metrics,
    string keyPrefix,
    ILogger logger,
    TimeProvider timeProvider)
{
    /// <summary>Fills an entry whose lease is held.</summary>
    public async ValueTask<T> FillAsync<TState, T>(
        FillRequest<TState, T> request, EntryStamp token, CancellationToken abandoned)
    {
        SourceAnswer<T> answer;
        var lease = new HeldLease(leases, request.Key, token, timeProvider);
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                answer = await CallAsync(request, abandoned).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (request.Seen.IsStale && !abandoned.IsCancellationRequested)
                {
                    Log.StaleServed(logger, keyPrefix, request.Key, exception);
                }

                await leases.ReleaseAsync(request.Key, token, failed: !abandoned.IsCancellationRequested)
                    .ConfigureAwait(false);
                throw;
            }
        }

        FillOutcome outcome = await StoreAsync(request, token, answer).ConfigureAwait(false);
        metrics.FillCompleted(outcome);
        if (outcome is FillOutcome.Declined or FillOutcome.Unwritable or FillOutcome.TooLarge)
        {
            await leases.ReleaseAsync(request.Key, token, failed: false).ConfigureAwait(false);
        }

        return answer.Value;
    }

    /// <summary>Calls the source without storing its value, because Redis fails or somebody else fills.</summary>
    public async ValueTask<T> CallWithoutLeaseAsync<TState, T>(
        FillRequest<TState, T> request, CancellationToken abandoned)
    {
        SourceAnswer<T> answer = await CallAsync(request, abandoned).ConfigureAwait(false);
        metrics.FillCompleted(answer.Context.Stores ? FillOutcome.Unavailable : FillOutcome.Declined);
        return answer.Value;
    }

    private ValueTask<SourceAnswer<T>> CallAsync<TState, T>(
        FillRequest<TState, T> request, CancellationToken abandoned)
        => source.CallAsync(request, lifetime.TimeToLiveOf(request.Options), abandoned);

    private async ValueTask<FillOutcome> StoreAsync<TState, T>(
        FillRequest<TState, T> request, EntryStamp token, SourceAnswer<T> answer)
    {
        if (!answer.Context.Stores)
        {
            return FillOutcome.Declined;
        }

        EntryTerms terms = lifetime.Draw(answer.Context.TimeToLive, answer.Value is null, request.Options);
        EncodedEntry entry;
        try
        {
            entry = format.Encode(answer.Value, new EntryDraft(terms, token, answer.Cost));
        }
        catch (CacheValueTooLargeException exception)
        {
            Log.ValueTooLarge(logger, keyPrefix, request.Key, exception);
            return FillOutcome.TooLarge;
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            Log.ValueUnwritable(logger, keyPrefix, request.Key, exception);
            return FillOutcome.Unwritable;
        }

        metrics.EntryWritten(entry.Bytes.Length);
        CacheWriteResult? result = await leases.FillAsync(request.Key, token, entry).ConfigureAwait(false);
        return result switch
        {
            CacheWriteResult.Confirmed => FillOutcome.Stored,
            CacheWriteResult.Unconfirmed => FillOutcome.Unavailable,
            _ => FillOutcome.Revoked,
        };
    }
}
