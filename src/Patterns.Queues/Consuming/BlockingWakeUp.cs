using Microsoft.Extensions.Logging;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Consuming;

/// <summary>Blocks in XREADGROUP on a connection of its own: Redis hands over a new message as soon as it is there, and
/// to one worker only. The connection's replies are in order, so nothing else may use it.</summary>
internal sealed class BlockingWakeUp(
    QueueStore store,
    Func<CancellationToken, Task<IConnectionMultiplexer>> open,
    TimeProvider timeProvider,
    ILogger logger) : IWakeUp
{
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan _pauseBetweenUnblocks = TimeSpan.FromMilliseconds(50);

    // Redis ends a blocking by its wall clock: set back by an hour, it would end it an hour late.
    private static readonly TimeSpan _overdue = TimeSpan.FromSeconds(2);

    private IConnectionMultiplexer? _connection;
    private RedisKey[]? _lanes;
    private long? _clientId;
    private volatile bool _isReconnected;

    public async Task<IReadOnlyList<Delivery>> WaitAsync(
        RedisValue consumer, int room, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            IDatabase database = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                return [];
            }

            Task<RedisResult> reply = BlockAsync(database, consumer, room, timeout);
            using var answered = new CancellationTokenSource();
            _ = WakeWhenOverdueAsync(timeout + _overdue, answered.Token);
            try
            {
                using (cancellationToken.UnsafeRegister(_ => Unblock(answered.Token), state: null))
                {
                    // Never abandoned: what Redis hands over now belongs to this worker.
                    return FetchReply.ReadStreams(await reply.ConfigureAwait(false), _lanes!);
                }
            }
            finally
            {
                await answered.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (RedisServerException exception) when (IsExpected(exception))
        {
            return [];
        }
        catch (Exception exception) when (
            exception is RedisException or TimeoutException or InvalidOperationException)
        {
            // The last, when the connection is closed or knows of no server that it can reach.
            _clientId = null;
            Log.BlockingFailed(logger, store.Identity.Name, exception);
            await Task.Delay(_pauseAfterFailure, timeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The stream or its group was deleted, or the server became a replica: the next look sees to it.
    private static bool IsExpected(RedisServerException exception)
        => exception.Message.Contains("NOGROUP", StringComparison.Ordinal)
            || exception.Message.StartsWith("UNBLOCKED", StringComparison.Ordinal);

    private async Task<IDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            _connection = await open(cancellationToken).ConfigureAwait(false);
            _connection.ConnectionRestored += (_, _) => _isReconnected = true;
        }

        _lanes ??= await BlockingConnection.NamesOfAsync(store.Gate, store.Lanes, cancellationToken)
            .ConfigureAwait(false);
        IDatabase database = _connection.GetDatabase(store.Database);
        if (_isReconnected)
        {
            // Not forgotten at once: the event may come late, when the new id is known and a blocking has begun.
            _isReconnected = false;
            _clientId = null;
        }

        _clientId ??= await AskForIdAsync(database).ConfigureAwait(false);
        return database;
    }

    // Only an administrative connection may ask; without the id, stopping takes as long as the blocking.
    private async Task<long> AskForIdAsync(IDatabase database)
    {
        try
        {
            IServer server = database.Multiplexer.GetServer(_lanes![0], flags: CommandFlags.DemandMaster);
            return (long)await server.ExecuteAsync("CLIENT", "ID").ConfigureAwait(false);
        }
        catch (RedisCommandException)
        {
            return 0;
        }
    }

    private Task<RedisResult> BlockAsync(IDatabase database, RedisValue consumer, int room, TimeSpan timeout)
    {
        object[] arguments =
        [
            "GROUP", store.Group, consumer,
            "BLOCK", Math.Max(1, (long)Math.Ceiling(timeout.TotalMilliseconds)),
            "COUNT", room,
            "STREAMS", _lanes![0], _lanes[1], _lanes[2], _lanes[3], ">", ">", ">", ">",
        ];
        return database.ExecuteAsync("XREADGROUP", arguments, CommandFlags.DemandMaster);
    }

    private async Task WakeWhenOverdueAsync(TimeSpan overdue, CancellationToken answered)
    {
        await Task.Delay(overdue, timeProvider, answered).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!answered.IsCancellationRequested)
        {
            // It may wake another worker that sleeps too long; whoever is left asks again with its next sleep.
            await store.WakeAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Repeated, because it travels on another connection than the blocking, and may overtake it.
    private async void Unblock(CancellationToken answered)
    {
        try
        {
            while (_clientId is > 0 and { } id && !answered.IsCancellationRequested)
            {
                IServer server = store.Gate.Multiplexer.GetServer(_lanes![0], flags: CommandFlags.DemandMaster);
                await server.ExecuteAsync("CLIENT", "UNBLOCK", id).ConfigureAwait(false);
                await Task.Delay(_pauseBetweenUnblocks, timeProvider, answered)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, nobody awaits this, and the process must not end of it: the blocking ends by itself.
            Log.BlockingFailed(logger, store.Identity.Name, exception);
        }
    }
}
