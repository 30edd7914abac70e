using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.HotKeys;

/// <summary>Copies of hot entries under other keys, so that their reads spread over a cluster.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="detector">Which keys are hot.</param>
/// <param name="options">How many copies, and for how long.</param>
internal sealed class KeyCopies(RedisGate redis, CacheKeys keys, HotKeyDetector detector, HotKeyOptions options)
{
    private int _reads;

    /// <summary>Counts a read, and decides where it goes: to the copies and the entry itself in turn.</summary>
    /// <returns>The number of the copy to read; 0 for the entry itself.</returns>
    public int Choose(string key)
    {
        detector.Count(key);
        return options.Copies > 0 && detector.IsHot(key)
            ? (int)((uint)Interlocked.Increment(ref _reads) % (uint)(options.Copies + 1))
            : 0;
    }

    /// <summary>Copies an entry that was found. Nobody waits for it.</summary>
    /// <param name="key">The name of the entry.</param>
    /// <param name="copy">Which copy was missing.</param>
    /// <param name="bytes">The entry.</param>
    /// <param name="timeLeft">How long its value is fresh.</param>
    /// <param name="retention">How long its key outlives that.</param>
    public void Write(string key, int copy, ReadOnlyMemory<byte> bytes, TimeSpan timeLeft, TimeSpan retention)
    {
        TimeSpan fresh = timeLeft < options.CopyTimeToLive ? timeLeft : options.CopyTimeToLive;
        _ = redis
            .CallAsync(
                "SET",
                static (database, write) =>
                    database.StringSetAsync(write.Key, write.Bytes, new Expiration(write.KeptFor)),
                (Key: keys.Copy(key, copy), Bytes: (RedisValue)bytes.ToArray(), KeptFor: fresh + retention),
                CancellationToken.None)
            .AsTask();
    }

    /// <summary>Removes all copies of an entry. One round trip.</summary>
    public async ValueTask RemoveAsync(string key)
    {
        if (options.Copies == 0)
        {
            return;
        }

        await Task.WhenAll(Enumerable.Range(1, options.Copies).Select(copy => redis
            .CallAsync(
                "DEL",
                static (database, key) => database.KeyDeleteAsync(key),
                keys.Copy(key, copy),
                CancellationToken.None)
            .AsTask())).ConfigureAwait(false);
    }
}
