using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Brings messages from Redis to one worker, as many as it has room for, and keeps their leases.</summary>
internal sealed partial class QueuePump : IAsyncDisposable
{
    /// <summary>How long a worker sleeps at most. With one look before it sleeps, an idle worker sends one command a
    /// second.</summary>
    private static readonly TimeSpan _longestSleep = TimeSpan.FromSeconds(2);

    /// <summary>How long it takes at most until the end of a dead worker's lease is seen: a second, less what Redis
    /// takes to end a blocking, which is a tenth of it.</summary>
    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(800);
    private const int LookFromBelow = 8;

    private readonly QueueRuntime _runtime;
    private readonly RedisValue _consumer = Guid.NewGuid().ToString("N");
    private readonly int _capacity;
    private readonly TimeSpan _lease;
    private readonly IWakeUp _wakeUp;
    private readonly AsyncSignal _roomSignal;
    private readonly Channel<Delivery> _ready = Channel.CreateUnbounded<Delivery>();
    private readonly ConcurrentDictionary<Delivery, bool> _held = new();
    private readonly Settlements _settlements;
    private readonly CancellationTokenSource _stopFetching = new();
    private readonly CancellationTokenSource _stopRenewing = new();
    private readonly Task _fetching;
    private readonly Task _renewing;
    private RedisValue[] _cursors = ["0-0", "0-0", "0-0"];
    private (long Now, long At)? _serverClock;
    private long _watchingSince;
    private long? _lastTakeOver;
    private long _maintained;
    private long _looks;
    private bool _clockWentBack;
    private int _left;

    public QueuePump(QueueRuntime runtime, int capacity)
    {
        _runtime = runtime;
        _capacity = capacity;
        _lease = runtime.Options.Lease;
        _wakeUp = runtime.OpenWakeUp();
        _roomSignal = new AsyncSignal(Time);
        _settlements = new Settlements(runtime, _consumer, _roomSignal);
        _watchingSince = Time.GetTimestamp();
        _fetching = Task.Run(FetchLoopAsync);
        _renewing = Task.Run(RenewLoopAsync);
    }

    /// <summary>Messages for the worker. It ends when the pump stops.</summary>
    public ChannelReader<Delivery> Ready => _ready.Reader;

    private TimeProvider Time => _runtime.TimeProvider;

    /// <summary>Takes no further messages; those that nobody has begun are handed back.</summary>
    public async Task StopFetchingAsync()
    {
        await _stopFetching.CancelAsync().ConfigureAwait(false);
        await _fetching.ConfigureAwait(false);
        _ready.Writer.TryComplete();
        var unread = new List<Delivery>();
        while (_ready.Reader.TryRead(out Delivery? delivery))
        {
            if (delivery.TryEnd())
            {
                unread.Add(delivery);
            }
        }

        await HandBackAsync(unread, leaves: false).ConfigureAwait(false);
    }

    /// <summary>Stops, and hands back whatever is still held.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) == 1)
        {
            return;
        }

        await StopFetchingAsync().ConfigureAwait(false);
        await HandBackAsync([.. _held.Keys.Where(delivery => delivery.TryLose())], leaves: true).ConfigureAwait(false);
        await _stopRenewing.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        await _wakeUp.DisposeAsync().ConfigureAwait(false);
        _stopFetching.Dispose();
        _stopRenewing.Dispose();
    }

    private async Task FetchLoopAsync()
    {
        CancellationToken stop = _stopFetching.Token;
        var failures = new FailurePause(Time);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                int room = Room();
                if (room <= 0)
                {
                    await _roomSignal.WaitAsync(stop).ConfigureAwait(false);
                    continue;
                }

                FetchReply? reply = await LookAsync(room).ConfigureAwait(false);
                if (reply is null)
                {
                    await failures.WaitAsync(stop).ConfigureAwait(false);
                    continue;
                }

                failures.Reset();
                if (reply.Messages.Count == 0)
                {
                    await SleepAsync(reply, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is, a worker that stops fetching is worse than one that says so and goes on.
                Log.FetchFailed(_runtime.Logger, _runtime.Name, exception);
                await failures.WaitAsync(stop).ConfigureAwait(false);
            }
        }
    }

    // A message that was handled makes room at once. As many as the worker may hold may wait for their confirmation
    // beside them; more wait only where confirmations fail.
    private int Room() => Math.Min(_capacity, (2 * _capacity) - _settlements.Count) - _held.Count;

    /// <summary>Looks into the queue.</summary>
    /// <returns>What was found; null if Redis failed.</returns>
    private async Task<FetchReply?> LookAsync(int room)
    {
        long sent = Time.GetTimestamp();
        bool takes = _lastTakeOver is not { } last || Time.GetElapsedTime(last, sent) >= _lookInterval;
        bool takesOver = takes && IsWatchOver(sent);
        long? expected = ExpectServerTime(sent);
        var request = new FetchRequest(
            _consumer,
            room,
            takesOver ? expected : null,
            LowestFirst: ++_looks % LookFromBelow == 0,
            _cursors,
            takes);

        // Not cancelled: what Redis hands over belongs to this worker, and would be lost for a lease.
        RedisReply<RedisResult> result =
            await _runtime.Store.FetchAsync(request, CancellationToken.None).ConfigureAwait(false);
        if (result.Failure == RedisFailure.WrongType)
        {
            // No trouble of Redis, which would be logged, and none that ends by itself.
            ExceptionDispatchInfo.Throw(result.Exception!);
        }

        if (result.Failure != RedisFailure.None)
        {
            return null;
        }

        FetchReply reply = FetchReply.Read(result.Value!);
        _cursors = reply.Cursors;
        if (takes)
        {
            _lastTakeOver = sent;
        }

        Dispatch(Hold(reply.Messages, sent));
        await CompareClocksAsync(expected, reply.Now).ConfigureAwait(false);
        foreach ((string id, int attempts) in reply.Buried)
        {
            _runtime.Metrics.DeadLettered("worker_lost");
            Log.DeadLettered(_runtime.Logger, _runtime.Name, id, attempts, "worker_lost", exception: null);
        }

        if (reply.Messages.Count == room)
        {
            // There may be more than this worker can take.
            _runtime.Wake();
        }

        return reply;
    }

    private async Task SleepAsync(FetchReply reply, CancellationToken stop)
    {
        if (reply.RateWait > TimeSpan.Zero)
        {
            await Task.Delay(Shorter(reply.RateWait, _longestSleep), Time, stop).ConfigureAwait(false);
            return;
        }

        TimeSpan sleep = Shorter(reply.NextDue ?? _longestSleep, _longestSleep);
        if (reply.Pending > _held.Count)
        {
            // Somebody else holds messages, and may die.
            sleep = Shorter(sleep, _lookInterval);
        }

        if (sleep <= TimeSpan.Zero)
        {
            return;
        }

        long sent = Time.GetTimestamp();
        int room = _runtime.Options.Rate is null ? Math.Max(1, Room()) : 1;
        IReadOnlyList<Delivery> messages =
            await _wakeUp.WaitAsync(_consumer, room, sleep, stop).ConfigureAwait(false);
        foreach (Delivery wake in messages.Where(_runtime.Store.IsWake))
        {
            wake.Deadline = sent + Ticks(_lease);
            _settlements.Complete(wake);
        }

        List<Delivery> held = Hold(messages.Where(message => !_runtime.Store.IsWake(message)), sent);
        if (held.Count > 0 && _runtime.Options.Rate is { } rate
            && !await IsPermittedAsync(rate, stop).ConfigureAwait(false))
        {
            await HandBackAsync([.. held.Where(delivery => delivery.TryEnd())], leaves: false).ConfigureAwait(false);
            return;
        }

        Dispatch(held);
    }

    /// <summary>Takes a permit for a message that came with the wake-up, and waits for it. The message is held
    /// meanwhile, so that its lease is renewed.</summary>
    /// <returns>False if the worker stopped before.</returns>
    private async Task<bool> IsPermittedAsync(QueueRate rate, CancellationToken stop)
    {
        RedisReply<RedisResult> reply =
            await _runtime.Store.ReserveAsync(rate, CancellationToken.None).ConfigureAwait(false);
        TimeSpan wait = reply.Failure == RedisFailure.None
            ? TimeSpan.FromMilliseconds((long)reply.Value!)
            : rate.Period / rate.Permits;
        await Task.Delay(wait, Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    private void Dispatch(List<Delivery> held) => held.ForEach(delivery => _ready.Writer.TryWrite(delivery));

    /// <summary>Renews messages from now on.</summary>
    /// <returns>Those that are still this worker's.</returns>
    private List<Delivery> Hold(IEnumerable<Delivery> messages, long sent)
    {
        long now = Time.GetTimestamp();
        var held = new List<Delivery>();
        foreach (Delivery delivery in messages)
        {
            delivery.Deadline = sent + Ticks(_lease);
            delivery.RenewedAt = sent;
            delivery.RenewUntil = now + Ticks(_runtime.Options.MaxHandlingTime);
            if (now >= delivery.Deadline)
            {
                // This process slept through the lease; somebody else may have the message already.
                _runtime.Metrics.Lost();
                continue;
            }

            _runtime.Metrics.Delivered(delivery.Attempt);
            _held[delivery] = true;
            held.Add(delivery);
        }

        return held;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Time.TimestampFrequency);
}
