using System.Runtime.CompilerServices;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Queues.Consuming;
using Patterns.Queues.Serialization;
using StackExchange.Redis;

namespace Patterns.Queues.Lists;

/// <summary>A worker of a <see cref="ListQueue{T}"/>. As long as it is open it says that it lives; what a worker held
/// that died goes back to the queue.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class ListConsumer<T> : IAsyncDisposable
{
    private static readonly TimeSpan _block = TimeSpan.FromSeconds(1);

    private readonly ListQueue<T> _queue;
    private readonly IMessageSerializer<T> _serializer;
    private readonly ListQueueOptions _options;
    private readonly string _worker = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;
    private readonly SemaphoreSlim _taking = new(1);
    private readonly List<RedisValue> _held = [];
    private bool _mayHaveLost;
    private IConnectionMultiplexer? _connection;
    private RedisKey[]? _names;
    private int _left;

    internal ListConsumer(ListQueue<T> queue, IMessageSerializer<T> serializer, ListQueueOptions options)
    {
        _queue = queue;
        _serializer = serializer;
        _options = options;
        _renewing = Task.Run(RenewLoopAsync);
    }

    private bool IsClosed => Volatile.Read(ref _left) == 1;

    private RedisKey Processing => _queue.Processing(_worker);

    /// <summary>Takes messages one by one, each to be ended by the caller; several may be held at a time. What cannot
    /// be read is removed, counted and not returned. One blocking command for each message.</summary>
    /// <param name="cancellationToken">Ends the enumeration, within a second and without an exception.</param>
    /// <returns>The messages, in the order of sending.</returns>
    public async IAsyncEnumerable<ListMessage<T>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var failures = new FailurePause(_queue.Time);
        if (!IsClosed)
        {
            await RenewAsync(_options.Lease).ConfigureAwait(false);
        }

        while (!cancellationToken.IsCancellationRequested && !IsClosed)
        {
            RedisResult? taken = await TakeAsync(cancellationToken).ConfigureAwait(false);
            if (taken is null)
            {
                await failures.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (!taken.IsNull)
            {
                failures.Reset();
                var payload = (RedisValue)taken;
                if (cancellationToken.IsCancellationRequested || IsClosed)
                {
                    await HandBackAsync(payload, CancellationToken.None).ConfigureAwait(false);
                }
                else if (await ReadAsync(payload).ConfigureAwait(false) is { } message)
                {
                    yield return message;
                }
            }
        }
    }

    /// <summary>Closes the worker, and ends its enumerations. What it still holds goes back at once; or after a lease,
    /// if Redis did not answer, because it may move one more message then.</summary>
    /// <returns>When it is closed: at most a second later, while Redis answers.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        if (await IsQuietAsync().ConfigureAwait(false))
        {
            await RenewAsync(TimeSpan.Zero).ConfigureAwait(false);
            await RecoverAsync(_worker).ConfigureAwait(false);
        }

        _stop.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal async Task<bool> CompleteAsync(RedisValue payload, CancellationToken cancellationToken)
    {
        RedisReply<long> reply = await _queue.Gate.CallAsync(
            "LREM",
            static (database, state) => database.ListRemoveAsync(state.Processing, state.Payload, 1),
            (Processing, Payload: payload),
            cancellationToken).ConfigureAwait(false);
        _queue.ThrowIfFailed("The message was perhaps not completed in", reply.Failure, reply.Exception);
        Let(payload);
        _queue.Metrics.Settled(reply.Value == 1 ? "completed" : "lost", 1);
        return reply.Value == 1;
    }

    internal async Task<bool> HandBackAsync(RedisValue payload, CancellationToken cancellationToken)
    {
        var call = new ScriptCall(ListScripts.HandBack, [_queue.List, Processing], [payload]);
        RedisReply<RedisResult> reply =
            await _queue.Gate.EvaluateAsync(call, cancellationToken).ConfigureAwait(false);
        _queue.ThrowIfFailed("The message was perhaps not handed back to", reply.Failure, reply.Exception);
        Let(payload);
        _queue.Metrics.Settled((int)reply.Value! == 1 ? "handed_back" : "lost", 1);
        return (int)reply.Value! == 1;
    }

    /// <summary>Waits for the call under way: what it moves is in the list of this worker before the list is put
    /// back.</summary>
    /// <returns>Whether Redis moves nothing any more.</returns>
    private async Task<bool> IsQuietAsync()
    {
        using var patience = new CancellationTokenSource(_block + _options.RedisTimeout, _queue.Time);
        try
        {
            await _taking.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        _taking.Release();
        return !_mayHaveLost;
    }

    /// <returns>The message, a null reply if there was none in time, or null if Redis failed.</returns>
    private async Task<RedisResult?> TakeAsync(CancellationToken cancellationToken)
    {
        // One at a time, so that what stands in this worker's list is known here, or its reply was lost.
        await _taking.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (cancellationToken.IsCancellationRequested || IsClosed)
            {
                return RedisResult.Create(RedisValue.Null);
            }

            RedisResult? taken = await MoveAsync(cancellationToken).ConfigureAwait(false);
            if (taken is null)
            {
                _mayHaveLost = true;
                return null;
            }

            if (!taken.IsNull)
            {
                lock (_held)
                {
                    _held.Add((RedisValue)taken);
                }
            }

            // Not before Redis has answered again: until then it may still get to the call that failed.
            if (_mayHaveLost)
            {
                _mayHaveLost = !await PutBackLostAsync().ConfigureAwait(false);
            }

            return taken;
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <returns>What Redis moved into the worker's list, a null reply if there was nothing in time, or null if Redis
    /// failed.</returns>
    private async Task<RedisResult?> MoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await BlockingConnection
                .OpenAsync(_options.OpenBlockingConnection, _queue.Gate.Multiplexer, cancellationToken)
                .ConfigureAwait(false);
            _names ??= await BlockingConnection
                .NamesOfAsync(_queue.Gate, [_queue.List, Processing], CancellationToken.None).ConfigureAwait(false);
            object[] arguments = [_names[0], _names[1], "RIGHT", "LEFT", (long)_block.TotalSeconds];

            // Never abandoned: what Redis moves now belongs to this worker.
            return await _connection.GetDatabase(_queue.Database)
                .ExecuteAsync("BLMOVE", arguments, CommandFlags.DemandMaster)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.BlockingFailed(_queue.Logger, _queue.Name, exception);
            return null;
        }
    }

    /// <summary>Puts back what Redis has moved for this worker without its knowing.</summary>
    /// <returns>Whether Redis answered.</returns>
    private async Task<bool> PutBackLostAsync()
    {
        RedisValue[] held;
        lock (_held)
        {
            held = [.. _held];
        }

        RedisReply<RedisResult> reply = await _queue.Gate.EvaluateAsync(
            new ScriptCall(ListScripts.PutBack, [_queue.List, Processing], held), CancellationToken.None)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None;
    }

    private void Let(RedisValue payload)
    {
        lock (_held)
        {
            _held.Remove(payload);
        }
    }

    private async ValueTask<ListMessage<T>?> ReadAsync(RedisValue payload)
    {
        _queue.Metrics.Delivered(attempt: 1);
        try
        {
            return new ListMessage<T>(this, payload, _serializer.Deserialize((byte[])payload!));
        }
        catch (Exception exception)
        {
            // Whatever the serializer throws, it will throw again; a queue on a list has no place for dead letters.
            _queue.Metrics.DeadLettered("unreadable");
            Log.DeadLettered(_queue.Logger, _queue.Name, "unknown", 1, "unreadable", exception);
        }

        await CompleteAsync(payload, CancellationToken.None).ConfigureAwait(false);
        return null;
    }

    private async Task RenewLoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            string[] dead = await RenewAsync(_options.Lease).ConfigureAwait(false);
            foreach (string worker in dead)
            {
                await RecoverAsync(worker).ConfigureAwait(false);
            }

            await Task.Delay(_options.Lease / 4, _queue.Time, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // While Redis fails nobody can take anything over; the next renewal tells.
    private async Task<string[]> RenewAsync(TimeSpan lease)
    {
        var call = new ScriptCall(ListScripts.Renew, [_queue.Workers], [_worker, (long)lease.TotalMilliseconds]);
        RedisReply<RedisResult> reply =
            await _queue.Gate.EvaluateAsync(call, CancellationToken.None).ConfigureAwait(false);
        return reply.Failure == RedisFailure.None ? (string[])reply.Value! : [];
    }

    private async Task RecoverAsync(string worker)
        => await _queue.Gate.EvaluateAsync(
            new ScriptCall(
                ListScripts.Recover, [_queue.Workers, _queue.List, _queue.Processing(worker)], [worker]),
            CancellationToken.None).ConfigureAwait(false);
}
