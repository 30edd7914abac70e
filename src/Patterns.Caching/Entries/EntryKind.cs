namespace Patterns.Caching.Entries;

/// <summary>What the payload of an entry is. The numbers stand in Redis: never change one, only add.</summary>
internal enum EntryKind : byte
{
    Null = 0,
    Bytes = 1,
    Text = 2,
    Serialized = 3,

    /// <summary>No value: the key holds nothing but the lease of whoever fills it.</summary>
    Lease = 255,
}
