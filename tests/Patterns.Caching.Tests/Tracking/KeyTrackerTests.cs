using Engine.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Caching.Local;
using Patterns.Caching.Telemetry;
using Patterns.Caching.Tests.Support;
using Patterns.Caching.Tracking;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Tracking;

/// <summary>The client connects to a second primary while the level is open.</summary>
public sealed class KeyTrackerTests : IAsyncLifetime
{
    private readonly ListeningEngine _first = new();
    private readonly ListeningEngine _second = new();
    private readonly VirtualTimeProvider _clock = new();
    private readonly LocalLevel _level;
    private KeyTracker _tracker = null!;
    private IServer _secondServer = null!;

    public KeyTrackerTests() => _level = new LocalLevel(new(), _clock, LevelGuards.Tracking);

    public async ValueTask InitializeAsync()
    {
        (IConnectionMultiplexer client, ChangingServers servers) = ChangingServers.Of(await _first.ConnectAsync());
        servers.Connected = (await _first.ConnectAsync()).GetServers();
        _secondServer = (await _second.ConnectAsync()).GetServers()[0];
        _tracker = new KeyTracker(
            client, "p:", _level, TimeSpan.FromSeconds(1), new CacheMetrics("p"), "p", NullLogger.Instance, _clock);
        await _tracker.LookAsync();
        Assert.True(_level.IsOpen);
        _level.Put("k", 1, 1, TimeSpan.FromHours(1), [], _level.EpochOf("k"));
        Assert.Equal(1, _level.Count);
        servers.Connected = [.. servers.Connected, _secondServer];
    }

    public async ValueTask DisposeAsync()
    {
        await _tracker.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task What_was_held_before_a_primary_was_tracked_is_dropped()
    {
        await _tracker.LookAsync();
        Assert.Contains(await _secondServer.ClientListAsync(), client => client.Name!.EndsWith("-tracking"));
        Assert.True(_level.IsOpen);
        Assert.Equal(0, _level.Count);
    }

    [Fact]
    public async Task The_level_is_closed_while_a_primary_cannot_be_tracked()
    {
        // The client stays connected, and the tracker does not know the password.
        await _secondServer.ConfigSetAsync("requirepass", "secret");
        await _tracker.LookAsync();
        Assert.False(_level.IsOpen);
        Assert.Equal(0, _level.Count);
    }
}
