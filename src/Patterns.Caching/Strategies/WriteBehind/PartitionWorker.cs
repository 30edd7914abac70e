using System.Diagnostics;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>Hands the writes of one part of a log to the source, while the part is its own.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <param name="services">What all parts share.</param>
/// <param name="store">The source.</param>
/// <param name="codec">Reads writes.</param>
/// <param name="partition">The part.</param>
internal sealed class PartitionWorker<TKey, TValue>(
    WriteBehindServices services,
    ICacheBatchStore<TKey, TValue> store,
    WriteCodec<TKey, TValue> codec,
    int partition)
    where TKey : notnull
    where TValue : class
{
    // After so many failures in a row the source is taken to be down; the others of the batch are not tried now.
    private const int FailuresOfSource = 3;
    private const int LongestError = 1_000;
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly WriteBehindOptions _options = services.Options;
    private readonly TimeProvider _time = services.TimeProvider;
    private readonly string _worker = Guid.NewGuid().ToString("N");
    private readonly WriteBacklog _backlog = new(services.Options.BatchSize, services.Options.Coalesce);
    private TimeSpan _pause;
    private bool _isOwner;

    /// <summary>Works until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan rest = await StepAsync(cancellationToken).ConfigureAwait(false);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, _time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (_isOwner)
        {
            await services.Log.ReleaseAsync(partition, _worker).ConfigureAwait(false);
        }
    }

    /// <summary>Looks once, and hands on what is there.</summary>
    /// <returns>How long to wait for the next look.</returns>
    private async ValueTask<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        int room = _backlog.Room;
        long sent = _time.GetTimestamp();
        FetchedWrites? fetched;
        try
        {
            fetched = await services.Log
                .FetchAsync(partition, _worker, _backlog.LastId, room, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The part may have become ours.
            _isOwner = true;
            return TimeSpan.Zero;
        }

        if (fetched is not { IsOwner: true })
        {
            return Lose(fetched);
        }

        _isOwner = true;
        services.Metrics.WritesPending(partition, fetched.Pending);
        if (fetched.Writes.Count == 0 && room > 0 && fetched.Pending > _backlog.Count)
        {
            // Writes with earlier ids than were read: after a failover the clock of Redis may be another.
            _backlog.Clear();
            return TimeSpan.Zero;
        }

        _backlog.Add(fetched.Writes);
        IReadOnlyList<BacklogItem> batch = _backlog.NextBatch(_time.GetTimestamp());
        if (batch.Count > 0 && !await FlushAsync(batch, sent, fetched.Now).ConfigureAwait(false))
        {
            return PauseLonger();
        }

        _pause = TimeSpan.Zero;
        bool isMoreThere = room > 0 && fetched.Writes.Count == room;
        return isMoreThere || _backlog.IsDue(_time.GetTimestamp()) ? TimeSpan.Zero : _options.FlushInterval;
    }

    private TimeSpan Lose(FetchedWrites? fetched)
    {
        _backlog.Clear();
        if (fetched is null)
        {
            return PauseLonger();
        }

        _isOwner = false;

        // Asks again before the lease would end, because a worker that ends gives its parts back.
        return Min(fetched.OthersLease + TimeSpan.FromMilliseconds(1), _options.LeaseTime / 4);
    }

    // The source is down, or Redis: neither is to be hammered.
    private TimeSpan PauseLonger()
    {
        _pause = Min(Max(2 * _pause, _options.FlushInterval), Max(_longestPause, _options.FlushInterval));
        return _pause;
    }

    /// <summary>Hands a batch to the source.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="heldSince">When the part was taken or kept.</param>
    /// <param name="now">The server's time.</param>
    /// <returns>False if the source or Redis is down, or the part is lost.</returns>
    private async Task<bool> FlushAsync(IReadOnlyList<BacklogItem> batch, long heldSince, long now)
    {
        using var lease = new LogLease(
            services.Log, partition, _worker, _options.LeaseTime, heldSince, _time);
        var items = new List<BacklogItem>(batch.Count);
        var writes = new List<PendingWrite<TKey, TValue>>(batch.Count);
        foreach (BacklogItem item in batch)
        {
            try
            {
                writes.Add(codec.Read(item.Write));
                items.Add(item);
            }
            catch (Exception exception) when (exception is not NotSupportedException)
            {
                await BuryAsync(item, "unreadable", exception).ConfigureAwait(false);
            }
        }

        if (writes.Count == 0)
        {
            return true;
        }

        long start = _time.GetTimestamp();
        Exception? failure = await WriteAsync(writes, lease.Lost).ConfigureAwait(false);
        if (failure is null)
        {
            services.Metrics.BatchWritten(_time.GetElapsedTime(start));
            return await SettleAsync(items, now).ConfigureAwait(false);
        }

        if (!lease.Lost.IsCancellationRequested)
        {
            Log.BatchFailed(services.Logger, services.KeyPrefix, writes.Count, partition, failure);
            bool isUp = await SingleOutAsync(items, writes, failure, now, lease.Lost).ConfigureAwait(false);
            if (!lease.Lost.IsCancellationRequested)
            {
                return isUp;
            }
        }

        Log.LogLost(services.Logger, services.KeyPrefix, partition);
        _backlog.Clear();
        return false;
    }

    /// <summary>After a batch has failed: finds out which of its writes do.</summary>
    /// <returns>False if the source or Redis is down.</returns>
    private async Task<bool> SingleOutAsync(
        List<BacklogItem> items,
        List<PendingWrite<TKey, TValue>> writes,
        Exception ofBatch,
        long now,
        CancellationToken lost)
    {
        var taken = new List<BacklogItem>();
        var failed = new List<(BacklogItem Item, Exception Exception)>();
        for (int i = 0; i < items.Count && !lost.IsCancellationRequested; i++)
        {
            Exception? exception = items.Count == 1
                ? ofBatch
                : await WriteAsync([writes[i]], lost).ConfigureAwait(false);
            switch (exception)
            {
                case null:
                    taken.Add(items[i]);
                    break;
                case WriteRejectedException:
                    await BuryAsync(items[i], "rejected", exception).ConfigureAwait(false);
                    break;
                default:
                    failed.Add((items[i], exception));
                    break;
            }

            if (taken.Count == 0 && failed.Count == FailuresOfSource)
            {
                break;
            }
        }

        if (lost.IsCancellationRequested)
        {
            return false;
        }

        bool settled = taken.Count == 0 || await SettleAsync(taken, now).ConfigureAwait(false);
        await RetryLaterAsync(failed).ConfigureAwait(false);
        return settled && (taken.Count > 0 || failed.Count < FailuresOfSource);
    }

    private async Task RetryLaterAsync(List<(BacklogItem Item, Exception Exception)> failed)
    {
        services.Metrics.WritesFailed(failed.Count);
        var counted = new List<(BacklogItem Item, Exception Exception)>();
        foreach ((BacklogItem item, Exception exception) in failed)
        {
            TimeSpan pause = services.PauseAfter(_backlog.Fail(item, out bool counts));
            _backlog.Defer(item, _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency));
            if (counts)
            {
                counted.Add((item, exception));
            }
        }

        if (counted.Count == 0)
        {
            return;
        }

        int[] attempts = await services.Log
            .CountFailuresAsync(partition, _worker, counted.ConvertAll(failure => failure.Item.Write))
            .ConfigureAwait(false);
        foreach (((BacklogItem item, Exception exception), int attempt) in counted.Zip(attempts))
        {
            if (attempt >= _options.MaxAttempts)
            {
                await BuryAsync(item, "attempts_exhausted", exception).ConfigureAwait(false);
            }
        }
    }

    private async Task<Exception?> WriteAsync(
        IReadOnlyList<PendingWrite<TKey, TValue>> writes, CancellationToken lost)
    {
        using var timeout = new CancellationTokenSource(_options.StoreTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lost, timeout.Token);
        using Activity? span = CachingInstruments.Spans.StartActivity(CachingInstruments.WriteBatchSpan);
        try
        {
            await store.WriteManyAsync(writes, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            return exception;
        }
    }

    private async Task<bool> SettleAsync(List<BacklogItem> items, long now)
    {
        LoggedWrite[] all = [.. items.SelectMany(item => item.All)];
        if (!await services.Log.SettleAsync(partition, _worker, all).ConfigureAwait(false))
        {
            // As in BuryAsync; the source gets them once more.
            _backlog.Clear();
            return false;
        }

        foreach (BacklogItem item in items)
        {
            services.Metrics.WriteSettled(
                item.Superseded.Count, TimeSpan.FromMicroseconds(Math.Max(0, now - item.Write.Place)));
            _backlog.Remove(item, taken: true);
        }

        return true;
    }

    private async Task BuryAsync(BacklogItem item, string reason, Exception exception)
    {
        bool buried = await services.Log
            .BuryAsync(partition, _worker, item.Write, reason, Shorten(exception.Message))
            .ConfigureAwait(false);
        if (!buried)
        {
            // Another worker is at it, or Redis has failed: the next look tells.
            _backlog.Clear();
            return;
        }

        Log.WriteDied(services.Logger, services.KeyPrefix, item.Write.Name, reason, exception);
        services.Metrics.WriteDied(reason);
        if (item.Superseded.Count > 0)
        {
            // What it stood for is older, and must not reach the source after it was given up.
            await services.Log.SettleAsync(partition, _worker, item.Superseded).ConfigureAwait(false);
        }

        _backlog.Remove(item, taken: false);
    }

    private static string Shorten(string text) => text.Length > LongestError ? text[..LongestError] : text;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
