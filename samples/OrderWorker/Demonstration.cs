using System.Net;
using Engine.Server;
using Patterns.Locking;
using Patterns.Locking.Fencing;
using StackExchange.Redis;

namespace OrderWorker;

/// <summary>A worker is paused while it holds the lock of an order. Another one takes the order over. When the first
/// runs on, its write is refused.</summary>
internal static class Demonstration
{
    private static readonly LockOptions BriefLock = new()
    {
        TimeToLive = TimeSpan.FromMilliseconds(500),

        // A process that is paused renews nothing. This one goes on running, so it is told not to.
        Renewal = false,
    };

    /// <returns>Whether the order is as the second worker left it.</returns>
    public static async Task<bool> RunAsync(string? redis, TextWriter output)
    {
        await using EngineServer? engine = redis is null
            ? await EngineServer.StartAsync(new EngineOptions { Port = 0 })
            : null;
        string address = redis ?? new IPEndPoint(IPAddress.Loopback, engine!.Port).ToString();
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(address);
        await using var locks = new RedisLocks(
            connection.GetDatabase(), new RedisLocksOptions { KeyPrefix = $"order-worker-{Guid.NewGuid():N}" });
        using var orders = new OrderTable();
        orders.Add("456");

        #region worker
        await using ILockHandle ada = await locks.AcquireAsync("order:456", BriefLock);
        await output.WriteLineAsync($"Ada took the order with token {ada.FencingToken}, and is paused.");

        await using ILockHandle bea = await locks.AcquireAsync("order:456");      // when Ada's time is over
        await orders.SetStatusAsync("456", "shipped by Bea", bea.FencingToken);
        await output.WriteLineAsync($"Bea took it over with token {bea.FencingToken}, and shipped it.");

        try
        {
            await orders.SetStatusAsync("456", "shipped by Ada", ada.FencingToken);
        }
        catch (StaleLockException refused)
        {
            await output.WriteLineAsync($"Ada runs on and writes. {refused.Message}");
        }
        #endregion

        await output.WriteLineAsync($"Ada's handle could have told her: IsHeld is {ada.IsHeld}.");
        string status = orders.GetStatus("456");
        await output.WriteLineAsync($"The order is {status}.");
        return status == "shipped by Bea" && !ada.IsHeld;
    }
}
