namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// The byte before a serialized value, which says what it is and in which layout: those of snapshots up to version 10.
/// </summary>
internal enum SerializedType : byte
{
    String = 0,

    /// <summary>A list as its elements. Not written any more.</summary>
    List = 1,

    /// <summary>A set as its members.</summary>
    Set = 2,

    /// <summary>A sorted set as its members, with scores in decimal text. Not written any more.</summary>
    SortedSetWithTextScores = 3,

    /// <summary>A hash as its fields and values.</summary>
    Hash = 4,

    /// <summary>A sorted set as its members, with scores in binary.</summary>
    SortedSet = 5,

    /// <summary>A hash as a <see cref="ZipMap"/>. Not written any more.</summary>
    HashZipMap = 9,

    /// <summary>A list as a <see cref="ZipList"/>. Not written any more.</summary>
    ListZipList = 10,

    /// <summary>A set as an intset.</summary>
    IntSet = 11,

    /// <summary>A sorted set as a <see cref="ZipList"/>. Not written any more.</summary>
    SortedSetZipList = 12,

    /// <summary>A hash as a <see cref="ZipList"/>. Not written any more.</summary>
    HashZipList = 13,

    /// <summary>A list as nodes that are <see cref="ZipList"/>s. Not written any more.</summary>
    QuickListOfZipLists = 14,

    /// <summary>A stream without what 7.0 remembers of its history. Not written any more.</summary>
    StreamWithoutHistory = 15,

    /// <summary>A hash as a listpack.</summary>
    HashListPack = 16,

    /// <summary>A sorted set as a listpack.</summary>
    SortedSetListPack = 17,

    /// <summary>A list as nodes that are listpacks or plain strings.</summary>
    QuickList = 18,

    /// <summary>A stream as its listpacks, its history, and its groups.</summary>
    Stream = 19,

    /// <summary>No value of a key: the source of a library of functions.</summary>
    FunctionLibrary = 245,
}
