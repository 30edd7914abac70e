namespace Patterns.Caching.Entries;

/// <summary>An entry as Redis gets it.</summary>
/// <param name="Bytes">Header and payload.</param>
/// <param name="KeptFor">The expiry of its key.</param>
internal readonly record struct EncodedEntry(ReadOnlyMemory<byte> Bytes, TimeSpan KeptFor)
{
    public long KeptForMilliseconds => (long)KeptFor.TotalMilliseconds;
}
