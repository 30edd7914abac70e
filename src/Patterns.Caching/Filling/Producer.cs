using Patterns.Caching.Backplane;
using Patterns.Caching.Entries;
using Patterns.Caching.Leases;
using Patterns.Caching.Local;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Filling;

/// <summary>Finds the value of a flight: fills the entry under a lease, or waits for the process that does.</summary>
/// <param name="leases">The leases.</param>
/// <param name="listener">Wakes those who wait.</param>
/// <param name="writer">Calls the source and stores its value.</param>
/// <param name="local">The level in the process.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="longestWait">How long a flight waits for other processes before it calls the source itself.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class Producer(
    LeaseStore leases,
    CacheListener listener,
    FillWriter writer,
    LocalLevel? local,
    CacheMetrics metrics,
    TimeSpan longestWait,
    TimeProvider timeProvider)
{
    // Wake-ups may be lost, because pub/sub promises nothing: whoever waits looks again after this time at the latest.
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(250);

    // The second attempt takes the lease of an entry that cannot be used, unless somebody writes another such entry.
    private const int AttemptsAtUnusable = 4;

    /// <summary>Finds the value that the caller did not find.</summary>
    /// <param name="request">What the caller asked for.</param>
    /// <param name="abandoned">Cancelled when nobody waits for the value any more.</param>
    public async ValueTask<T> ProduceAsync<TState, T>(FillRequest<TState, T> request, CancellationToken abandoned)
    {
        long start = timeProvider.GetTimestamp();
        bool waited = false;
        int unusable = 0;
        while (request.Seen.Outcome != CacheReadOutcome.Unavailable)
        {
            EntryStamp token = EntryStamp.Next();
            Task wakeUp = listener.NextWakeUp(request.Key);
            LeaseReply<T> reply = await leases
                .AcquireAsync(request.Key, token, request.Seen, waits: true, abandoned)
                .ConfigureAwait(false);
            request = request with { Seen = reply.Entry };
            switch (reply.Verdict)
            {
                case LeaseVerdict.Value when reply.Entry.IsHit:
                    EndWait(request.Key, start, waited);
                    local?.Keep(request.Key, reply.Entry, request.Options, request.Epoch);
                    return reply.Entry.Value!;

                case LeaseVerdict.Value when ++unusable < AttemptsAtUnusable:
                    // Unreadable, or invalidated by a tag: the next attempt takes the lease.
                    continue;

                case LeaseVerdict.Fill:
                    EndWait(request.Key, start, waited);
                    return await writer.FillAsync(request, token, abandoned).ConfigureAwait(false);

                case LeaseVerdict.Failing when reply.Entry.IsStale:
                    metrics.StaleServed(StaleReason.Failed);
                    return reply.Entry.Value!;

                case LeaseVerdict.Wait when timeProvider.GetElapsedTime(start) < longestWait:
                    waited = true;
                    await WaitAsync(wakeUp, reply.OthersLease, abandoned).ConfigureAwait(false);
                    continue;

                default:
                    EndWait(request.Key, start, waited);
                    return await writer.CallWithoutLeaseAsync(request, abandoned).ConfigureAwait(false);
            }
        }

        return await writer.CallWithoutLeaseAsync(request, abandoned).ConfigureAwait(false);
    }

    /// <summary>Fills an entry that is still good, unless somebody else does.</summary>
    public async Task RefreshAsync<TState, T>(FillRequest<TState, T> request)
    {
        EntryStamp token = EntryStamp.Next();
        LeaseReply<T> reply = await leases
            .AcquireAsync(request.Key, token, request.Seen, waits: false, CancellationToken.None)
            .ConfigureAwait(false);
        if (reply.Verdict == LeaseVerdict.Fill)
        {
            await writer.FillAsync(request, token, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(Task wakeUp, TimeSpan othersLease, CancellationToken abandoned)
    {
        if (!listener.IsListening && await listener.ListenAsync().WaitAsync(abandoned).ConfigureAwait(false))
        {
            // A wake-up may have come before anybody listened.
            return;
        }

        TimeSpan limit = othersLease > TimeSpan.Zero && othersLease < _poll ? othersLease : _poll;
        await wakeUp.WaitAsync(limit, timeProvider, abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        abandoned.ThrowIfCancellationRequested();
    }

    private void EndWait(string key, long start, bool waited)
    {
        listener.Forget(key);
        if (waited)
        {
            metrics.Waited(timeProvider.GetElapsedTime(start));
        }
    }
}
