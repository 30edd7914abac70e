using System.Diagnostics;
using StackExchange.Redis;

namespace Patterns.Locking.Benchmarks;

/// <summary>The other process of <see cref="HandOver"/>: waits when told to, and reports when it was told of its turn,
/// by the monotonic clock that the processes of one machine share.</summary>
internal static class HandOverReceiver
{
    public const string Argument = "--receiver";

    /// <summary>What the receiver is told: to wait for the lock, or for the bare message.</summary>
    public const string ForLock = "lock";
    public const string ForMessage = "message";

    public const string Prefix = "handover";
    public const string Channel = "bare:free";

    /// <summary>Waits once for each line of the standard input, and ends with it.</summary>
    public static async Task RunAsync(string endPoint)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(endPoint);
        await using var locks = new RedisLocks(
            connection.GetDatabase(), new RedisLocksOptions { KeyPrefix = Prefix });
        await connection.GetSubscriber().SubscribeAsync(
            RedisChannel.Literal(Channel), (_, _) => Console.WriteLine(Stopwatch.GetTimestamp()));
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } what)
        {
            if (what == ForMessage)
            {
                Console.WriteLine("waits");
                continue;
            }

            long told;
            await using (await locks.AcquireAsync("l"))
            {
                told = Stopwatch.GetTimestamp();
            }

            Console.WriteLine(told);
        }
    }
}
