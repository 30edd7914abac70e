using System.Diagnostics;

namespace Engine.Server.DataTypes;

/// <summary>The names by which users know types and encodings: those of TYPE and OBJECT ENCODING.</summary>
internal static class ValueNames
{
    public static ReadOnlySpan<byte> Of(ValueType type) => type switch
    {
        ValueType.String => "string"u8,
        ValueType.List => "list"u8,
        ValueType.Set => "set"u8,
        ValueType.SortedSet => "zset"u8,
        ValueType.Hash => "hash"u8,
        ValueType.Stream => "stream"u8,
        _ => throw new UnreachableException($"There is no type {type}."),
    };

    public static ReadOnlySpan<byte> Of(ValueType type, ValueEncoding encoding) => encoding switch
    {
        // A list in one node is a quicklist to its users.
        _ when type == ValueType.List => "quicklist"u8,
        ValueEncoding.Raw => "raw"u8,
        ValueEncoding.Int => "int"u8,
        ValueEncoding.EmbStr => "embstr"u8,
        ValueEncoding.HashTable => "hashtable"u8,
        ValueEncoding.IntSet => "intset"u8,
        ValueEncoding.SkipList => "skiplist"u8,
        ValueEncoding.Stream => "stream"u8,
        ValueEncoding.ListPack => "listpack"u8,
        _ => throw new UnreachableException($"There is no encoding {encoding} of a {type}."),
    };
}
