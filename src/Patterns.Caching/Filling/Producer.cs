using System.Runtime.CompilerServices;
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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ProduceAsync<TState, T>(FillRequest<TState, T> request, CancellationToken abandoned)
    {
        long start = timeProvider.GetTimestamp();
        Task? wakeUp = null;
        int unusable = 0;
        try
        {
            while (request.Seen.Outcome != CacheReadOutcome.Unavailable)
            {
                EntryStamp token = EntryStamp.Next();
                LeaseReply<T> reply = await leases
                    .AcquireAsync(request.Key, token, request.Seen, waits: true, abandoned)
                    .ConfigureAwait(false);
                request = request with { Seen = reply.Entry };
                switch (reply.Verdict)
                {
                    case LeaseVerdict.Value when reply.Entry.IsHit:
                        local?.Keep(request.Key, reply.Entry, request.Options, request.Epoch);
                        return reply.Entry.Value!;

                    case LeaseVerdict.Value when ++unusable < AttemptsAtUnusable:
                        // Unreadable, or invalidated by a tag: the next attempt takes the lease.
                        continue;

                    case LeaseVerdict.Fill:
                        EndWait(request.Key, start, ref wakeUp);
                        return await writer.FillAsync(request, token, abandoned).ConfigureAwait(false);

                    case LeaseVerdict.Failing when reply.Entry.IsStale:
                        metrics.StaleServed(StaleReason.Failed);
                        return reply.Entry.Value!;

                    case LeaseVerdict.Wait when timeProvider.GetElapsedTime(start) < longestWait:
                        await WaitAsync(wakeUp, reply.OthersLease, abandoned).ConfigureAwait(false);

                        // Before the next look, so that no wake-up is missed between the look and the wait.
                        wakeUp = listener.NextWakeUp(request.Key);
                        continue;
                }

                break;
            }
        }
        finally
        {
            EndWait(request.Key, start, ref wakeUp);
        }

        // Redis fails, or somebody else has been filling for too long.
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

    private async Task WaitAsync(Task? wakeUp, TimeSpan othersLease, CancellationToken abandoned)
    {
        if (wakeUp is null)
        {
            // The fill may end before anybody listens: there is another look first.
            await listener.ListenAsync().WaitAsync(abandoned).ConfigureAwait(false);
            return;
        }

        TimeSpan limit = othersLease > TimeSpan.Zero && othersLease < _poll ? othersLease : _poll;
        await wakeUp.WaitAsync(limit, timeProvider, abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        abandoned.ThrowIfCancellationRequested();
    }

    private void EndWait(string key, long start, ref Task? wakeUp)
    {
        if (wakeUp is not null)
        {
            wakeUp = null;

            // Leaves nothing behind. A flight that came after a revoked one may wait for the same: it looks once more.
            listener.Wake(key);
            metrics.Waited(timeProvider.GetElapsedTime(start));
        }
    }
}
