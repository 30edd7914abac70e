using System.Net;
using Microsoft.Extensions.Logging;
using Patterns.Caching.Local;
using Patterns.Caching.Telemetry;
using StackExchange.Redis;

namespace Patterns.Caching.Tracking;

/// <summary>Keeps the level in the process in step with what Redis itself says has changed: one connection to every
/// primary that the client is connected to. While one of them cannot be tracked the level is closed.</summary>
/// <remarks>A primary that the client is not connected to serves nothing, and is not waited for: the address that a
/// failover has left behind would keep the level closed for ever. The look that finds it connected again empties the
/// level.</remarks>
/// <param name="multiplexer">The client, for its servers and its configuration.</param>
/// <param name="prefix">What the keys of entries begin with.</param>
/// <param name="level">The level.</param>
/// <param name="interval">How often the connections are looked at.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where lost connections are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class KeyTracker(
    IConnectionMultiplexer multiplexer,
    string prefix,
    LocalLevel level,
    TimeSpan interval,
    CacheMetrics metrics,
    string keyPrefix,
    ILogger logger,
    TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly ConfigurationOptions _configuration = ConfigurationOptions.Parse(multiplexer.Configuration);
    private readonly CancellationTokenSource _ends = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<TrackedServer> _servers = [];
    private ITimer? _timer;
    private bool _reported;

    /// <summary>Begins to track; the level opens when every primary does.</summary>
    public void Start() => _timer = timeProvider.CreateTimer(
        static tracker => _ = ((KeyTracker)tracker!).LookAsync(), this, TimeSpan.Zero, interval);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync().ConfigureAwait(false);
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        foreach (TrackedServer server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        _servers.Clear();
        _turn.Release();
    }

    /// <summary>Ends what is broken or no longer needed, and connects what is missing.</summary>
    internal async Task LookAsync()
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            // The look before this one still connects.
            return;
        }

        try
        {
            EndPoint[] primaries = [.. multiplexer.GetServers()
                .Where(server => server.IsConnected && !server.IsReplica)
                .Select(server => server.EndPoint)];
            bool complete = primaries.Length > 0;
            foreach (TrackedServer server in _servers.ToArray())
            {
                if (!primaries.Contains(server.EndPoint) || !await AnswersAsync(server).ConfigureAwait(false))
                {
                    _servers.Remove(server);
                    Close();
                    await server.DisposeAsync().ConfigureAwait(false);
                }
            }

            foreach (EndPoint primary in primaries.Except(_servers.Select(server => server.EndPoint)))
            {
                // What is held of it already has not been tracked.
                Close();
                complete &= await TryTrackAsync(primary).ConfigureAwait(false);
            }

            if (complete)
            {
                _reported = false;
                level.Open(LevelGuards.Tracking);

                // One that ended since it was looked at has closed the level before it was opened.
                if (_servers.Exists(static server => server.Reading.IsCompleted))
                {
                    Close();
                }
            }
        }
        catch (OperationCanceledException) when (_ends.IsCancellationRequested)
        {
            // The cache was disposed of.
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> AnswersAsync(TrackedServer server)
    {
        try
        {
            return await server.PingAsync(_ends.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<bool> TryTrackAsync(EndPoint endPoint)
    {
        var server = new TrackedServer(endPoint, prefix, Invalidate);
        try
        {
            using var limit = new CancellationTokenSource(interval * 2, timeProvider);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ends.Token);
            await server.StartAsync(_configuration, both.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_ends.IsCancellationRequested)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            Report(endPoint, exception);
            return false;
        }

        _servers.Add(server);
        _ = server.Reading.ContinueWith(
            (reading, state) =>
            {
                ((KeyTracker)state!).Close();
                Report(endPoint, reading.Exception!);
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return true;
    }

    private void Invalidate(string? name)
    {
        if (name is null)
        {
            level.Flush();
        }
        else
        {
            level.Drop(name);
        }
    }

    private void Close()
    {
        if (level.Close(LevelGuards.Tracking))
        {
            metrics.LocalLevelFlushed(FlushReason.Disconnect);
        }
    }

    private void Report(EndPoint endPoint, Exception exception)
    {
        if (!_reported && !_ends.IsCancellationRequested)
        {
            _reported = true;
            Log.TrackingLost(logger, keyPrefix, endPoint, exception);
        }
    }
}
