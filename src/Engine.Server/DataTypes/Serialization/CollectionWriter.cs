using System.Diagnostics;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.DataTypes.Streams;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>Writes collections in the layout in which Redis 7.0 writes them in the same encoding.</summary>
internal static class CollectionWriter
{
    public static SerializedType TypeOf(in ValueSlot slot) => (slot.Type, slot.Encoding) switch
    {
        (ValueType.List, _) => SerializedType.QuickList,
        (ValueType.Set, ValueEncoding.IntSet) => SerializedType.IntSet,
        (ValueType.Set, _) => SerializedType.Set,
        (ValueType.SortedSet, ValueEncoding.ListPack) => SerializedType.SortedSetListPack,
        (ValueType.SortedSet, _) => SerializedType.SortedSet,
        (ValueType.Hash, ValueEncoding.ListPack) => SerializedType.HashListPack,
        (ValueType.Hash, _) => SerializedType.Hash,
        (ValueType.Stream, _) => SerializedType.Stream,
        _ => throw new UnreachableException($"No {slot.Type} is serialized."),
    };

    /// <summary>Writes what follows the type.</summary>
    public static void Write(ValueWriter writer, in ValueSlot slot)
    {
        switch (TypeOf(slot))
        {
            case SerializedType.QuickList when slot.Encoding == ValueEncoding.ListPack:
                writer.Length(1);
                WriteNode(writer, PackOf(slot), isPlain: false);
                break;
            case SerializedType.QuickList:
                WriteNodes(writer, slot.Large<QuickList>());
                break;
            case SerializedType.IntSet:
                writer.Text(slot.Block[..IntSet.Length(slot.Block)]);
                break;
            case SerializedType.HashListPack or SerializedType.SortedSetListPack:
                writer.Text(PackOf(slot));
                break;
            case SerializedType.Set:
                WriteMembers(writer, slot.Large<MemberTable>());
                break;
            case SerializedType.Hash:
                WriteFields(writer, slot.Large<FieldTable>());
                break;
            case SerializedType.SortedSet:
                WriteScores(writer, slot.Large<SortedTable>());
                break;
            case SerializedType.Stream:
                StreamWriter.Write(writer, slot.Large<StreamValue>());
                break;
        }
    }

    private static ReadOnlySpan<byte> PackOf(in ValueSlot slot) => slot.Block[..ListPack.Length(slot.Block)];

    private static void WriteNodes(ValueWriter writer, QuickList list)
    {
        writer.Length(list.NodeCount);
        for (int i = 0; i < list.NodeCount; i++)
            WriteNode(writer, list.Contents(i), list.Node(i).IsPlain);
    }

    private static void WriteNode(ValueWriter writer, ReadOnlySpan<byte> contents, bool isPlain)
    {
        writer.Length(isPlain ? SerializedNode.Plain : SerializedNode.Packed);
        writer.Text(contents);
    }

    private static void WriteMembers(ValueWriter writer, MemberTable members)
    {
        writer.Length(members.Count);
        foreach (uint record in members)
            writer.Text(members.KeyOf(record));
    }

    private static void WriteFields(ValueWriter writer, FieldTable fields)
    {
        writer.Length(fields.Count);
        foreach (uint record in fields)
        {
            writer.Text(fields.KeyOf(record));
            writer.Text(fields.ValueOf(record));
        }
    }

    /// <summary>The highest score comes first.</summary>
    private static void WriteScores(ValueWriter writer, SortedTable members)
    {
        writer.Length(members.Count);
        TreePosition position = default;
        for (int rank = (int)members.Count - 1; rank >= 0; rank--)
        {
            position = rank == members.Count - 1
                ? members.Order.PositionOf(rank)
                : members.Order.Neighbour(position, backward: true);
            uint record = members.Order.At(position);
            writer.Text(members.KeyOf(record));
            writer.Double(members.ScoreOf(record));
        }
    }
}
