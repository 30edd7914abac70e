using System.Globalization;
using Microsoft.Extensions.Logging;
using Patterns.Caching.Local;
using Patterns.Caching.Telemetry;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Backplane;

/// <summary>Keeps the level in the process up to date: drops what others say has changed, and everything when something
/// that they said may have been missed.</summary>
/// <remarks>Every process says once per interval how many messages it has sent. A number that was skipped, and has not
/// come by the interval after the next, was missed. A process that does not hear itself for three intervals hears
/// nobody, and closes its level until it does.</remarks>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The channel.</param>
/// <param name="level">The level.</param>
/// <param name="announcer">What this process says.</param>
/// <param name="interval">How often it says that it is there.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where lost messages are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class LocalLevelGuard(
    RedisGate redis,
    CacheKeys keys,
    LocalLevel level,
    Announcer announcer,
    TimeSpan interval,
    CacheMetrics metrics,
    string keyPrefix,
    ILogger logger,
    TimeProvider timeProvider) : IAsyncDisposable
{
    private const int IntervalsOfSilence = 3;
    private const int IntervalsOfGrace = 2;
    private const int IntervalsToForget = 600;

    private readonly Dictionary<ulong, SenderLog> _senders = [];
    private readonly Lock _gate = new();
    private CacheListener? _listener;
    private ITimer? _timer;
    private long _heardMyself;
    private long _beats;
    private long _beatsBeforeClosing;

    /// <summary>Begins to listen; the level opens when this process hears itself.</summary>
    public void Start(CacheListener listener)
    {
        _listener = listener;
        _heardMyself = timeProvider.GetTimestamp();
        redis.Multiplexer.ConnectionFailed += OnConnectionFailed;
        _timer = timeProvider.CreateTimer(
            static guard => _ = ((LocalLevelGuard)guard!).BeatAsync(), this, TimeSpan.Zero, interval);
    }

    /// <summary>Takes a message, own ones included.</summary>
    public void Heard(CacheMessage message)
    {
        if (message.Sender == announcer.Sender)
        {
            if (message.Kind == CacheMessageKind.Heartbeat)
            {
                HearMyself(long.Parse(message.Name, CultureInfo.InvariantCulture));
            }

            return;
        }

        switch (message.Kind)
        {
            case CacheMessageKind.EntryChanged:
                level.Drop(message.Name);
                break;

            case CacheMessageKind.TagChanged:
                level.DropTagged(message.Name.Split(Tags.TagSet.Separator));
                break;
        }

        if (!IsComplete(message))
        {
            Lose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        redis.Multiplexer.ConnectionFailed -= OnConnectionFailed;
        level.Close(LevelGuards.Backplane);
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does what is due once per interval.</summary>
    internal async Task BeatAsync()
    {
        CheckForLosses();
        if (await _listener!.ListenAsync().ConfigureAwait(false))
        {
            await redis
                .CallAsync(
                    "PUBLISH",
                    static (database, beat) => database.PublishAsync(beat.Channel, beat.Message),
                    (keys.Channel, Message: announcer.Heartbeat(Interlocked.Increment(ref _beats))),
                    CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    private void HearMyself(long beat)
    {
        // What was on its way when the level was closed says nothing about now.
        if (beat > Volatile.Read(ref _beatsBeforeClosing))
        {
            Volatile.Write(ref _heardMyself, timeProvider.GetTimestamp());
            level.Open(LevelGuards.Backplane);
        }
    }

    private void Close()
    {
        Volatile.Write(ref _beatsBeforeClosing, Volatile.Read(ref _beats));
        level.Close(LevelGuards.Backplane);
    }

    private bool IsComplete(CacheMessage message)
    {
        lock (_gate)
        {
            if (!_senders.TryGetValue(message.Sender, out SenderLog? log))
            {
                _senders.Add(message.Sender, new SenderLog(message.Number, timeProvider.GetTimestamp()));
                return true;
            }

            return log.Heard(
                message.Number, message.Kind == CacheMessageKind.Heartbeat, timeProvider.GetTimestamp());
        }
    }

    private void CheckForLosses()
    {
        long now = timeProvider.GetTimestamp();
        long perInterval = (long)(interval.TotalSeconds * timeProvider.TimestampFrequency);
        if (level.IsOpen && now - Volatile.Read(ref _heardMyself) > IntervalsOfSilence * perInterval)
        {
            Log.BackplaneSilent(logger, keyPrefix);
            metrics.LocalLevelFlushed(FlushReason.Silence);
            Close();
        }

        bool missed = false;
        lock (_gate)
        {
            foreach (SenderLog log in _senders.Values)
            {
                missed |= log.GiveUp(now - (IntervalsOfGrace * perInterval));
            }

            Forget(now - (IntervalsToForget * perInterval));
        }

        if (missed)
        {
            Lose();
        }
    }

    // Processes come and go; one that is back after so long counts as new.
    private void Forget(long before)
    {
        foreach ((ulong sender, SenderLog log) in _senders)
        {
            if (log.LastHeard < before)
            {
                _senders.Remove(sender);
            }
        }
    }

    private void Lose()
    {
        Log.MessagesMissed(logger, keyPrefix);
        metrics.LocalLevelFlushed(FlushReason.Gap);
        level.Flush();
    }

    private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs failure)
    {
        if (failure.ConnectionType == ConnectionType.Subscription && level.IsOpen)
        {
            metrics.LocalLevelFlushed(FlushReason.Disconnect);
            Close();
        }
    }
}
