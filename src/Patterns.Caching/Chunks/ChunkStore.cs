using System.Buffers.Binary;
using Patterns.Caching.Entries;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Chunks;

/// <summary>Payloads that are too long for one key, in several: no single command then holds Redis up for long. The
/// chunks of an entry are named by its stamp and never change; the entry itself is written last, and says how many
/// there are.</summary>
/// <remarks>An entry that is overwritten or removed leaves its chunks behind until they expire, with the entry's own
/// time.</remarks>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
internal sealed class ChunkStore(RedisGate redis, CacheKeys keys)
{
    /// <summary>The payload of an entry in chunks: the stamp by which they are named, which a lease may change in the
    /// header, in 8 bytes; how many there are, and the length of all, in 4 bytes each.</summary>
    public const int SummaryLength = EntryStamp.Length + (2 * sizeof(int));

    public static void WriteSummary(Span<byte> payload, EntryStamp stamp, int count, int length)
    {
        BinaryPrimitives.WriteUInt64BigEndian(payload, stamp.Value);
        BinaryPrimitives.WriteInt32BigEndian(payload[EntryStamp.Length..], count);
        BinaryPrimitives.WriteInt32BigEndian(payload[(EntryStamp.Length + sizeof(int))..], length);
    }

    /// <summary>Writes the chunks of an entry. One round trip for all, in which each is a command of its own.</summary>
    /// <returns>Whether Redis confirmed all of them.</returns>
    public async ValueTask<bool> WriteAsync(
        EncodedEntry entry, IReadOnlyList<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        string stamp = entry.Stamp.ToName();
        var calls = new Task<RedisReply<bool>>[chunks.Count];
        for (int i = 0; i < calls.Length; i++)
        {
            calls[i] = redis
                .CallAsync(
                    "SET",
                    static (database, chunk) =>
                        database.StringSetAsync(chunk.Key, chunk.Bytes, new Expiration(chunk.KeptFor)),
                    (Key: keys.Chunk(stamp, i), Bytes: (RedisValue)chunks[i], entry.KeptFor),
                    cancellationToken)
                .AsTask();
        }

        RedisReply<bool>[] replies = await Task.WhenAll(calls).ConfigureAwait(false);
        return Array.TrueForAll(replies, reply => reply is { Failure: RedisFailure.None, Value: true });
    }

    /// <summary>Reads the chunks of an entry. One round trip for all.</summary>
    /// <param name="summary">Its payload.</param>
    /// <param name="maxBytes">The longest payload that is put together.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="InvalidDataException">A chunk is missing, or the summary is damaged.</exception>
    public async ValueTask<byte[]> ReadAsync(
        ReadOnlyMemory<byte> summary, int maxBytes, CancellationToken cancellationToken)
    {
        (string stamp, int count, int length) = ReadSummary(summary.Span);
        if (count < 1 || length < count || length > maxBytes)
        {
            throw new InvalidDataException(
                $"The entry says that it has {count} chunks of {length} bytes; "
                + $"this cache reads up to {maxBytes}.");
        }

        var calls = new Task<RedisReply<RedisValue>>[count];
        for (int i = 0; i < count; i++)
        {
            calls[i] = redis
                .CallAsync(
                    "GET",
                    static (database, key) => database.StringGetAsync(key),
                    keys.Chunk(stamp, i),
                    cancellationToken)
                .AsTask();
        }

        byte[] payload = new byte[length];
        int at = 0;
        foreach (RedisReply<RedisValue> reply in await Task.WhenAll(calls).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> chunk = reply.Failure == RedisFailure.None ? reply.Value : default;
            if (chunk.IsEmpty || at + chunk.Length > length)
            {
                throw new InvalidDataException(
                    $"A chunk of the entry is missing or too long, at byte {at} of {length}.");
            }

            chunk.CopyTo(payload.AsMemory(at));
            at += chunk.Length;
        }

        return at == length
            ? payload
            : throw new InvalidDataException($"The chunks of the entry have {at} bytes and should have {length}.");
    }

    private static (string Stamp, int Count, int Length) ReadSummary(ReadOnlySpan<byte> summary)
        => summary.Length == SummaryLength
            ? (new EntryStamp(BinaryPrimitives.ReadUInt64BigEndian(summary)).ToName(),
                BinaryPrimitives.ReadInt32BigEndian(summary[EntryStamp.Length..]),
                BinaryPrimitives.ReadInt32BigEndian(summary[(EntryStamp.Length + sizeof(int))..]))
            : ("", 0, 0);
}
