namespace Engine.Server;

/// <summary>
/// The kinds of events of keys, and the two ways to publish them, as notify-keyspace-events names them by letters.
/// </summary>
[Flags]
internal enum KeyEvents
{
    None = 0,

    /// <summary>g: DEL, EXPIRE, RENAME and others that work on keys of any type.</summary>
    Generic = 1 << 0,

    /// <summary>$</summary>
    String = 1 << 1,

    /// <summary>l</summary>
    List = 1 << 2,

    /// <summary>s</summary>
    Set = 1 << 3,

    /// <summary>h</summary>
    Hash = 1 << 4,

    /// <summary>z</summary>
    SortedSet = 1 << 5,

    /// <summary>x: the time of a key came, and it was deleted.</summary>
    Expired = 1 << 6,

    /// <summary>e: a key was deleted to make room.</summary>
    Evicted = 1 << 7,

    /// <summary>t</summary>
    Stream = 1 << 8,

    /// <summary>d: what modules do.</summary>
    Module = 1 << 9,

    /// <summary>n: a key is there that was not there before.</summary>
    New = 1 << 10,

    /// <summary>K: to the channel of the key.</summary>
    ToKey = 1 << 11,

    /// <summary>E: to the channel of the event.</summary>
    ToEvent = 1 << 12,

    /// <summary>m: a key was read that is not there.</summary>
    Miss = 1 << 13,

    /// <summary>A: all but new keys and misses.</summary>
    All = Generic | String | List | Set | Hash | SortedSet | Expired | Evicted | Stream | Module,
}
