using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Patterns.Caching.Chunks;

namespace Patterns.Caching.Entries;

/// <summary>The bytes of an entry: the <see cref="EntryHeader"/>, what its flags announce, then the payload.</summary>
/// <remarks>The version lets the layout evolve: an entry of another version is unreadable, which is a miss. The kind
/// keeps a string from being read as the JSON of an object, or the other way round.</remarks>
/// <param name="serializer">Writes and reads the payloads of kind <see cref="EntryKind.Serialized"/>.</param>
/// <param name="compression">Makes large payloads smaller.</param>
/// <param name="maxBytes">The longest entry.</param>
/// <param name="chunkBytes">The longest payload that stands in the entry itself; null for any.</param>
/// <param name="leaseTime">How long a lease lasts: entries outlive their time by twice as much, so that there is a
/// place for the lease of whoever fills them anew.</param>
internal sealed class EntryFormat(
    ICacheSerializer serializer, PayloadCompression compression, int maxBytes, int? chunkBytes, TimeSpan leaseTime)
{
    private const int SlidingLength = 16;

    // Strict, so that text which is not valid Unicode is refused instead of being altered.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static EntryFormat Of(RedisCacheOptions options, int? chunkBytes) => new(
        options.Serializer,
        new PayloadCompression(options.CompressFromBytes, options.MaxValueBytes),
        options.MaxValueBytes,
        chunkBytes,
        options.LeaseTime);

    /// <summary>Whether a key that expires in this time still holds a value that may be served stale.</summary>
    public bool MayServeStale(EntryHeader header, TimeSpan expiresIn)
        => header.Flags.HasFlag(EntryFlags.StaleServable) && expiresIn > 2 * leaseTime;

    /// <exception cref="CacheValueTooLargeException">The entry would be longer than allowed.</exception>
    /// <remarks>The serializer's own exceptions come through.</remarks>
    public EncodedEntry Encode<T>(T value, in EntryDraft draft)
    {
        var writer = new ArrayBufferWriter<byte>();
        int payloadAt = EntryHeader.Length + (draft.Terms.Slides ? SlidingLength : 0) + draft.Tags.Length;
        writer.GetSpan(payloadAt)[..payloadAt].Clear();
        writer.Advance(payloadAt);
        EntryKind kind = WritePayload(writer, value);
        ReadOnlyMemory<byte> written = writer.WrittenMemory;
        EntryFlags flags = EntryFlags.None;
        if (compression.TryCompress(written, payloadAt, out ReadOnlyMemory<byte> compressed))
        {
            written = compressed;
            flags |= EntryFlags.Compressed;
        }

        if (written.Length > maxBytes)
        {
            throw new CacheValueTooLargeException(written.Length, maxBytes);
        }

        IReadOnlyList<ReadOnlyMemory<byte>>? chunks = null;
        if (chunkBytes is { } longest && written.Length - payloadAt > longest)
        {
            flags |= EntryFlags.Chunked;
            (written, chunks) = Split(written, payloadAt, longest, draft.Stamp);
        }

        Span<byte> bytes = MemoryMarshal.AsMemory(written).Span;
        return new EncodedEntry(written, WriteHead(bytes, kind, flags, draft), draft.Stamp, chunks);
    }

    /// <summary>Whether the payload stands under other keys.</summary>
    public static bool IsChunked(ReadOnlySpan<byte> entry)
        => entry.Length >= EntryHeader.Length
            && entry[0] == EntryHeader.Version
            && ((EntryFlags)entry[2]).HasFlag(EntryFlags.Chunked);

    /// <summary>What a chunked entry says about its chunks.</summary>
    public static ReadOnlyMemory<byte> SummaryOf(EntryHeader header, ReadOnlyMemory<byte> entry)
        => entry[PayloadAt(header, entry.Span)..];

    /// <summary>A chunked entry as if its payload stood in it.</summary>
    public static ReadOnlyMemory<byte> Join(EntryHeader header, ReadOnlySpan<byte> entry, byte[] payload)
    {
        ReadOnlySpan<byte> head = entry[..PayloadAt(header, entry)];
        byte[] whole = [.. head, .. payload];
        whole[2] = (byte)(header.Flags & ~EntryFlags.Chunked);
        return whole;
    }

    /// <summary>Reads the value of an entry.</summary>
    /// <exception cref="InvalidDataException">The bytes are no entry that holds a <typeparamref name="T"/>.</exception>
    /// <remarks>The serializer's own exceptions come through.</remarks>
    public T Decode<T>(EntryHeader header, ReadOnlyMemory<byte> entry)
    {
        ReadOnlyMemory<byte> payload = entry[PayloadAt(header, entry.Span)..];
        if (header.Flags.HasFlag(EntryFlags.Compressed))
        {
            payload = compression.Decompress(payload.Span);
        }

        return header.Kind switch
        {
            EntryKind.Null when default(T) is null && payload.IsEmpty => default!,
            EntryKind.Bytes when typeof(T) == typeof(byte[]) => (T)(object)payload.ToArray(),
            EntryKind.Text when typeof(T) == typeof(string) => (T)(object)_utf8.GetString(payload.Span),
            EntryKind.Serialized when typeof(T) != typeof(byte[]) && typeof(T) != typeof(string)
                => serializer.Deserialize<T>(payload),
            _ => throw new InvalidDataException(
                $"The entry is of kind {header.Kind}, which is not read as {typeof(T)}."),
        };
    }

    /// <summary>The window of a sliding entry.</summary>
    public static TimeSpan WindowOf(ReadOnlySpan<byte> entry)
        => TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt64BigEndian(entry[EntryHeader.Length..]));

    /// <summary>The tags of an entry, encoded; empty for none.</summary>
    public static ReadOnlySpan<byte> TagsOf(EntryHeader header, ReadOnlySpan<byte> entry)
        => header.Flags.HasFlag(EntryFlags.Tagged) ? entry[TagsAt(header)..PayloadAt(header, entry)] : default;

    private static (ReadOnlyMemory<byte> Entry, IReadOnlyList<ReadOnlyMemory<byte>> Chunks) Split(
        ReadOnlyMemory<byte> written, int payloadAt, int longest, EntryStamp stamp)
    {
        ReadOnlyMemory<byte> payload = written[payloadAt..];
        var chunks = new List<ReadOnlyMemory<byte>>();
        for (int at = 0; at < payload.Length; at += longest)
        {
            chunks.Add(payload.Slice(at, Math.Min(longest, payload.Length - at)));
        }

        byte[] entry = new byte[payloadAt + ChunkStore.SummaryLength];
        ChunkStore.WriteSummary(entry.AsSpan(payloadAt), stamp, chunks.Count, payload.Length);
        return (entry, chunks);
    }

    private static int TagsAt(EntryHeader header)
        => EntryHeader.Length + (header.Flags.HasFlag(EntryFlags.Sliding) ? SlidingLength : 0);

    private static int PayloadAt(EntryHeader header, ReadOnlySpan<byte> entry)
    {
        int tagsAt = TagsAt(header);
        int payloadAt = header.Flags.HasFlag(EntryFlags.Tagged) && entry.Length >= tagsAt + sizeof(ushort)
            ? tagsAt + BinaryPrimitives.ReadUInt16BigEndian(entry[tagsAt..])
            : tagsAt;
        return payloadAt <= entry.Length
            ? payloadAt
            : throw new InvalidDataException($"The entry's payload begins at byte {payloadAt} of {entry.Length}.");
    }

    private TimeSpan WriteHead(Span<byte> bytes, EntryKind kind, EntryFlags flags, in EntryDraft draft)
    {
        EntryTerms terms = draft.Terms;
        flags |= terms.StaleFor > TimeSpan.Zero ? EntryFlags.StaleServable : EntryFlags.None;
        flags |= terms.Slides ? EntryFlags.Sliding : EntryFlags.None;
        flags |= draft.Tags.IsEmpty ? EntryFlags.None : EntryFlags.Tagged;
        TimeSpan retention = terms.StaleFor + (2 * leaseTime);
        var header = new EntryHeader(kind, flags, draft.Stamp, Leased: false, retention, draft.Cost);
        header.Write(bytes);
        if (terms.Slides)
        {
            Span<byte> sliding = bytes[EntryHeader.Length..];
            BinaryPrimitives.WriteUInt64BigEndian(sliding, (ulong)terms.Lifetime.TotalMilliseconds);

            // The script that stores the entry makes a point in the server's time of it.
            BinaryPrimitives.WriteUInt64BigEndian(sliding[8..], (ulong)terms.Total.TotalMilliseconds);
        }

        draft.Tags.Span.CopyTo(bytes[TagsAt(header)..]);
        TimeSpan lifetime = terms.Slides && terms.Total < terms.Lifetime ? terms.Total : terms.Lifetime;
        return lifetime + retention;
    }

    private EntryKind WritePayload<T>(ArrayBufferWriter<byte> writer, T value)
    {
        switch (value)
        {
            case null:
                return EntryKind.Null;

            case byte[] bytes when typeof(T) == typeof(byte[]):
                writer.Write(bytes);
                return EntryKind.Bytes;

            case string text when typeof(T) == typeof(string):
                writer.Advance(_utf8.GetBytes(text, writer.GetSpan(_utf8.GetByteCount(text))));
                return EntryKind.Text;

            default:
                serializer.Serialize(writer, value);
                return EntryKind.Serialized;
        }
    }
}
