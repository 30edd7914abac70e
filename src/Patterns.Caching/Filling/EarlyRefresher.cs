using System.Collections.Concurrent;
using Patterns.Caching.Entries;

namespace Patterns.Caching.Filling;

/// <summary>Refreshes entries that are still good, in the background.</summary>
/// <param name="producer">Fills under a lease.</param>
/// <param name="lifetime">Decides which reads refresh.</param>
/// <param name="faults">Where failures are reported.</param>
internal sealed class EarlyRefresher(Producer producer, EntryLifetime lifetime, FillFaults faults)
{
    private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.Ordinal);

    /// <summary>How many refreshes are under way.</summary>
    public int Count => _underWay.Count;

    /// <summary>Starts a refresh if the draw says so, and none is under way.</summary>
    public void Consider<TState, T>(in FillRequest<TState, T> request)
    {
        StoredEntry<T> entry = request.Seen;
        if (entry.Header is not { Leased: false } header
            || entry.IsCopy
            || header.Flags.HasFlag(EntryFlags.Sliding)
            || !lifetime.IsRefreshDue(entry.TimeLeft, header.Cost, request.Options)
            || !_underWay.TryAdd(request.Key, true))
        {
            return;
        }

        _ = RefreshAsync(request with { Seen = entry with { Outcome = CacheReadOutcome.Refresh } });
    }

    private async Task RefreshAsync<TState, T>(FillRequest<TState, T> request)
    {
        try
        {
            await producer.RefreshAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            faults.RefreshFailed(request.Key, exception);
        }
        finally
        {
            _underWay.TryRemove(request.Key, out _);
        }
    }
}
