using Patterns.Caching.Chunks;
using Patterns.Caching.Tags;

namespace Patterns.Caching.Entries;

/// <summary>Makes sense of the bytes under a key.</summary>
/// <param name="format">The layout of an entry.</param>
/// <param name="chunks">The chunks of large entries.</param>
/// <param name="maxBytes">The longest entry.</param>
/// <param name="tags">The versions of tags.</param>
/// <param name="unreadable">Where unreadable entries are reported.</param>
internal sealed class EntryReader(
    EntryFormat format, ChunkStore chunks, int maxBytes, TagStore tags, UnreadableEntries unreadable)
{
    /// <summary>Reads an entry. One round trip if it has chunks, another if it has tags that nobody has asked for; else
    /// none.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="bytes">The bytes; the memory may belong to a pool.</param>
    /// <param name="expiresIn">When the key expires.</param>
    /// <param name="asked">The tags that have been asked for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public ValueTask<StoredEntry<T>> ReadAsync<T>(
        string key,
        ReadOnlyMemory<byte> bytes,
        TimeSpan expiresIn,
        TagQuestion? asked,
        CancellationToken cancellationToken)
    {
        if (EntryFormat.IsChunked(bytes.Span))
        {
            return ReadChunkedAsync<T>(key, bytes, expiresIn, asked, cancellationToken);
        }

        StoredEntry<T> entry = Read<T>(key, bytes, expiresIn);
        return (entry.IsHit || entry.IsStale) && entry.Header!.Value.Flags.HasFlag(EntryFlags.Tagged)
            ? CheckTagsAsync(key, entry, bytes, asked, cancellationToken)
            : new(entry);
    }

    private async ValueTask<StoredEntry<T>> ReadChunkedAsync<T>(
        string key,
        ReadOnlyMemory<byte> bytes,
        TimeSpan expiresIn,
        TagQuestion? asked,
        CancellationToken cancellationToken)
    {
        EntryHeader header = EntryHeader.Read(bytes.Span);
        try
        {
            byte[] payload = await chunks
                .ReadAsync(EntryFormat.SummaryOf(header, bytes), maxBytes, cancellationToken)
                .ConfigureAwait(false);
            bytes = EntryFormat.Join(header, bytes.Span, payload);
        }
        catch (InvalidDataException exception)
        {
            unreadable.Report(key, exception);
            return new StoredEntry<T>(CacheReadOutcome.Unreadable, Header: header);
        }

        return await ReadAsync<T>(key, bytes, expiresIn, asked, cancellationToken).ConfigureAwait(false);
    }

    private StoredEntry<T> Read<T>(string key, ReadOnlyMemory<byte> bytes, TimeSpan expiresIn)
    {
        EntryHeader? readable = null;
        try
        {
            EntryHeader header = EntryHeader.Read(bytes.Span);
            readable = header;
            if (header.Kind == EntryKind.Lease)
            {
                return new StoredEntry<T>(CacheReadOutcome.Miss, Header: header);
            }

            TimeSpan left = expiresIn - header.Retention;
            bool isFresh = left > TimeSpan.Zero;
            if (!isFresh && !format.MayServeStale(header, expiresIn))
            {
                return new StoredEntry<T>(CacheReadOutcome.Miss, Header: header, TimeLeft: left);
            }

            CacheReadOutcome outcome = isFresh ? CacheReadOutcome.Hit : CacheReadOutcome.Stale;
            return new StoredEntry<T>(outcome, format.Decode<T>(header, bytes), header, left, bytes.Length);
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            unreadable.Report(key, exception);
            return new StoredEntry<T>(CacheReadOutcome.Unreadable, Header: readable);
        }
    }

    private async ValueTask<StoredEntry<T>> CheckTagsAsync<T>(
        string key,
        StoredEntry<T> entry,
        ReadOnlyMemory<byte> bytes,
        TagQuestion? asked,
        CancellationToken cancellationToken)
    {
        TagVersions versions;
        try
        {
            versions = TagVersions.Read(EntryFormat.TagsOf(entry.Header!.Value, bytes.Span));
        }
        catch (InvalidDataException exception)
        {
            unreadable.Report(key, exception);
            return new StoredEntry<T>(CacheReadOutcome.Unreadable, Header: entry.Header);
        }

        return await tags.AreCurrentAsync(versions, asked, cancellationToken).ConfigureAwait(false) switch
        {
            true => entry with { Tags = versions.Names },
            false => new StoredEntry<T>(CacheReadOutcome.Invalidated, Header: entry.Header),
            null => new StoredEntry<T>(CacheReadOutcome.Unavailable),
        };
    }
}
