namespace Patterns.Caching.Backplane;

/// <summary>What a <see cref="CacheMessage"/> says. The letters go over the wire: never change one, only add.</summary>
internal enum CacheMessageKind : byte
{
    /// <summary>The fill of a key has ended, and somebody waits for it.</summary>
    WakeUp = (byte)'w',

    /// <summary>A key was set, removed or made stale.</summary>
    EntryChanged = (byte)'e',

    /// <summary>A tag was invalidated.</summary>
    TagChanged = (byte)'t',

    /// <summary>The generation of a namespace was raised.</summary>
    GenerationChanged = (byte)'g',

    /// <summary>Nothing has happened: so many messages have been sent so far.</summary>
    Heartbeat = (byte)'h',
}
