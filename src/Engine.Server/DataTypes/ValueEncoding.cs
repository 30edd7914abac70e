namespace Engine.Server.DataTypes;

/// <summary>How a value is laid out, numbered as Redis numbers its encodings.</summary>
internal enum ValueEncoding : byte
{
    /// <summary>Bytes that have been, or are too long not to be, edited in place.</summary>
    Raw = 0,

    /// <summary>A 64-bit integer.</summary>
    Int = 1,

    /// <summary>A <see cref="LargeValue"/> that finds its elements by hash.</summary>
    HashTable = 2,

    /// <summary>One block with sorted integers.</summary>
    IntSet = 6,

    /// <summary>A <see cref="LargeValue"/> in the order of scores. The name is Redis's.</summary>
    SkipList = 7,

    /// <summary>Up to 44 bytes.</summary>
    EmbStr = 8,

    /// <summary>A <see cref="LargeValue"/> of several listpacks.</summary>
    QuickList = 9,

    /// <summary>A <see cref="LargeValue"/> of listpacks in the order of ids.</summary>
    Stream = 10,

    /// <summary>One block that is a listpack. A list in one node is laid out so too.</summary>
    ListPack = 11,
}
