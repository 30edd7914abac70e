namespace Patterns.Caching.Entries;

/// <summary>What else is true of an entry. The numbers stand in Redis and in the scripts: never change one, only
/// add.</summary>
[Flags]
internal enum EntryFlags : byte
{
    None = 0,

    /// <summary>The value may be served for a while after its time, when the source fails.</summary>
    StaleServable = 1,

    /// <summary>Somebody waits for the holder of the lease, and is to be woken. Set by scripts alone.</summary>
    WaitedFor = 2,

    /// <summary>The source has failed a moment ago: until the lease ends the stale value is served without asking it.
    /// Set by scripts alone.</summary>
    Failing = 4,

    /// <summary>The payload is compressed.</summary>
    Compressed = 8,

    /// <summary>The payload stands in chunks under other keys.</summary>
    Chunked = 16,

    /// <summary>Reads let the entry live on; its window and its end follow the header.</summary>
    Sliding = 32,

    /// <summary>The tags of the entry, and their versions when it was filled, follow the header.</summary>
    Tagged = 64,
}
