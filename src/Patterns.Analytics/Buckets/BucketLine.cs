using System.Globalization;
using Patterns.Core.Time;
using StackExchange.Redis;

namespace Patterns.Analytics.Buckets;

/// <summary>Time cut into buckets of equal length, which begin at multiples of it since 1970, and into chunks of as
/// many buckets as one key holds.</summary>
/// <param name="store">Builds the keys.</param>
/// <param name="label">What keys call the line.</param>
/// <param name="length">How long a bucket is.</param>
/// <param name="retention">For how long a bucket is kept after its end.</param>
/// <param name="perChunk">How many buckets a key holds.</param>
internal sealed class BucketLine(
    AnalyticsStore store, string label, TimeSpan length, TimeSpan retention, int perChunk)
{
    private readonly long _bucket = UnixTime.ToMicroseconds(length);

    public TimeSpan Length => length;

    public long IndexOf(DateTimeOffset instant) => UnixTime.ToMicroseconds(instant) / _bucket;

    public DateTimeOffset StartOf(long index) => UnixTime.ToInstant(index * _bucket);

    public long ChunkOf(long index) => index / perChunk;

    public RedisKey KeyOf(string name, long chunk)
        => store.Key(name, string.Create(CultureInfo.InvariantCulture, $"{label}:{chunk}"));

    /// <summary>Adds the chunks that the server's clock may be in: one, or two about a boundary. Scripts are told for
    /// each of them from and until, when it expires, and how long its buckets are.</summary>
    public void AddCurrent(string name, DateTimeOffset now, List<RedisKey> keys, List<RedisValue> arguments)
    {
        long chunkLength = _bucket * perChunk;
        long first = UnixTime.ToMicroseconds(now - ServerClock.Tolerance) / chunkLength;
        long last = UnixTime.ToMicroseconds(now + ServerClock.Tolerance) / chunkLength;
        for (long chunk = first; chunk <= last; chunk++)
        {
            long end = (chunk + 1) * chunkLength;
            keys.Add(KeyOf(name, chunk));
            arguments.Add(chunk * chunkLength);
            arguments.Add(end);
            arguments.Add((UnixTime.ToInstant(end) + retention).ToUnixTimeMilliseconds());
            arguments.Add(_bucket);
        }
    }

    /// <summary>What scripts that choose by time are told first.</summary>
    public static List<RedisValue> Head(DateTimeOffset now)
        => [UnixTime.ToMicroseconds(now), UnixTime.ToMicroseconds(ServerClock.Tolerance)];
}
