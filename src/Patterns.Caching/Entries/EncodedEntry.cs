namespace Patterns.Caching.Entries;

/// <summary>An entry as Redis gets it.</summary>
/// <param name="Bytes">Header and payload.</param>
/// <param name="KeptFor">The expiry of its key.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Chunks">The payload, if it stands under other keys.</param>
internal readonly record struct EncodedEntry(
    ReadOnlyMemory<byte> Bytes,
    TimeSpan KeptFor,
    EntryStamp Stamp,
    IReadOnlyList<ReadOnlyMemory<byte>>? Chunks = null)
{
    /// <summary>How many bytes all of it has.</summary>
    public int Length => Bytes.Length + (Chunks?.Sum(chunk => chunk.Length) ?? 0);

    public long KeptForMilliseconds => (long)KeptFor.TotalMilliseconds;
}
