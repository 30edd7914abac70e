using System.Runtime.CompilerServices;
using Patterns.Caching.Entries;
using Patterns.Caching.Leases;
using Patterns.Caching.Local;
using Patterns.Caching.Tags;
using Patterns.Caching.Telemetry;
using StackExchange.Redis;

namespace Patterns.Caching.Filling;

/// <summary>Calls the source and stores what it answers.</summary>
/// <param name="source">Calls the factories.</param>
/// <param name="leases">The leases under which is stored.</param>
/// <param name="keeper">Renews leases while the source works.</param>
/// <param name="tags">The versions of tags.</param>
/// <param name="format">The layout of an entry.</param>
/// <param name="lifetime">Draws the lifetimes of entries.</param>
/// <param name="local">The level in the process.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="faults">Where failures are reported.</param>
internal sealed class FillWriter(
    Source source,
    LeaseStore leases,
    LeaseKeeper keeper,
    TagStore tags,
    EntryFormat format,
    EntryLifetime lifetime,
    LocalLevel? local,
    CacheMetrics metrics,
    FillFaults faults)
{
    /// <summary>Fills an entry whose lease is held.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> FillAsync<TState, T>(
        FillRequest<TState, T> request, EntryStamp token, CancellationToken abandoned)
    {
        SourceAnswer<T> answer;
        TagVersions? versions;
        keeper.Hold(request.Key, token);
        try
        {
            // Before the source is read, so that a tag which is invalidated meanwhile invalidates the entry too.
            versions = await tags.CaptureAsync(request.Tags, abandoned).ConfigureAwait(false);
            answer = await CallAsync(request, abandoned).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(request, token, exception, abandoned).ConfigureAwait(false);
            throw;
        }

        await StoreAsync(request, token, answer, versions).ConfigureAwait(false);
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

    /// <summary>Renews a lease until it is filled or given back here.</summary>
    public void Hold(string key, EntryStamp token) => keeper.Hold(key, token);

    /// <summary>Renews a lease no longer.</summary>
    public void Let(EntryStamp token) => keeper.Let(token);

    /// <summary>Calls the source.</summary>
    public ValueTask<SourceAnswer<T>> CallAsync<TState, T>(
        FillRequest<TState, T> request, CancellationToken abandoned)
        => source.CallAsync(request, lifetime.TimeToLiveOf(request.Options), abandoned);

    /// <summary>Gives a lease back whose source has failed.</summary>
    public ValueTask FailAsync<TState, T>(
        FillRequest<TState, T> request, EntryStamp token, Exception exception, CancellationToken abandoned)
    {
        keeper.Let(token);
        bool failed = !abandoned.IsCancellationRequested;
        if (failed && request.Seen.IsStale)
        {
            faults.StaleServed(request.Key, exception);
        }

        return leases.ReleaseAsync(request.Key, token, failed);
    }

    /// <summary>Stores what the source has answered under a lease, or gives the lease back.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="token">The token of the lease.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="versions">The tags of the entry; null when they could not be read, so that nothing is
    /// stored.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask StoreAsync<TState, T>(
        FillRequest<TState, T> request, EntryStamp token, SourceAnswer<T> answer, TagVersions? versions)
    {
        keeper.Let(token);
        FillOutcome outcome = FillOutcome.Unavailable;
        if (!answer.Context.Stores)
        {
            outcome = FillOutcome.Declined;
        }
        else if (versions is { } known)
        {
            EntryTerms terms = lifetime.Draw(answer.Context.TimeToLive, answer.Value is null, request.Options);
            var draft = new EntryDraft(terms, token, answer.Cost, known.ToBytes());
            outcome = TryEncode(request.Key, answer.Value, draft, out EncodedEntry entry)
                ?? await WriteAsync(request, token, entry).ConfigureAwait(false);
            if (outcome == FillOutcome.Stored && !terms.Slides)
            {
                TimeSpan held = EntryLifetime.HeldFor(terms, request.Options);
                local?.Put(request.Key, answer.Value, entry.Length, held, known.Names, request.Epoch);
            }
        }

        metrics.FillCompleted(outcome);
        if (outcome is not (FillOutcome.Stored or FillOutcome.Revoked))
        {
            await leases.ReleaseAsync(request.Key, token, failed: false).ConfigureAwait(false);
        }
    }

    private FillOutcome? TryEncode<T>(string key, T value, in EntryDraft draft, out EncodedEntry entry)
    {
        entry = default;
        try
        {
            entry = format.Encode(value, draft);
            metrics.EntryWritten(entry.Length);
            return null;
        }
        catch (CacheValueTooLargeException exception)
        {
            faults.TooLarge(key, exception);
            return FillOutcome.TooLarge;
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            faults.Unwritable(key, exception);
            return FillOutcome.Unwritable;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FillOutcome> WriteAsync<TState, T>(
        FillRequest<TState, T> request, EntryStamp token, EncodedEntry entry)
        => await leases
            .FillAsync(request.Key, token, entry, RedisValue.EmptyString)
            .ConfigureAwait(false) switch
        {
            CacheWriteResult.Confirmed => FillOutcome.Stored,
            CacheWriteResult.Unconfirmed => FillOutcome.Unavailable,
            _ => FillOutcome.Revoked,
        };
}
