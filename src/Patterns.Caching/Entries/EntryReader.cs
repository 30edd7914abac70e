namespace Patterns.Caching.Entries;

/// <summary>Makes sense of the bytes under a key.</summary>
/// <param name="format">The layout of an entry.</param>
/// <param name="unreadable">Where unreadable entries are reported.</param>
internal sealed class EntryReader(EntryFormat format, UnreadableEntries unreadable)
{
    /// <summary>Reads an entry.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="bytes">The bytes; the memory may belong to a pool.</param>
    /// <param name="expiresIn">When the key expires.</param>
    public ValueTask<StoredEntry<T>> ReadAsync<T>(string key, ReadOnlyMemory<byte> bytes, TimeSpan expiresIn)
    {
        EntryHeader? readable = null;
        try
        {
            EntryHeader header = EntryHeader.Read(bytes.Span);
            readable = header;
            if (header.Kind == EntryKind.Lease)
            {
                return new(new StoredEntry<T>(CacheReadOutcome.Miss, Header: header));
            }

            TimeSpan left = expiresIn - header.Retention;
            if (left > TimeSpan.Zero)
            {
                return new(new StoredEntry<T>(CacheReadOutcome.Hit, format.Decode<T>(header, bytes), header, left));
            }

            return new(format.MayServeStale(header, expiresIn)
                ? new StoredEntry<T>(CacheReadOutcome.Stale, format.Decode<T>(header, bytes), header, left)
                : new StoredEntry<T>(CacheReadOutcome.Miss, Header: header, TimeLeft: left));
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            unreadable.Report(key, exception);
            return new(new StoredEntry<T>(CacheReadOutcome.Unreadable, Header: readable));
        }
    }
}
