using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Serialization;

internal sealed partial class CollectionReader
{
    private long ReadList(ref ValueReader reader, SerializedType layout, scoped ValueSlot slot)
    {
        var list = new ListValue(slot);
        switch (layout)
        {
            case SerializedType.List:
                for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
                    list.Push(reader.Text(_first), atHead: false);
                break;
            case SerializedType.ListZipList:
                ReadZipList(ref reader, list);
                break;
            default:
                for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
                    ReadNode(ref reader, layout == SerializedType.QuickListOfZipLists, slot);
                break;
        }

        return list.Count;
    }

    private void ReadZipList(ref ValueReader reader, scoped ListValue list)
    {
        var elements = new ZipList(reader.Text(_first));
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        while (elements.TryRead(out PackedElement element))
            list.Push(element.Text(digits), atHead: false);
        if (elements.IsBroken)
            reader.Break();
    }

    /// <summary>Reads a node of a list, which keeps the nodes that it had where it was written.</summary>
    private void ReadNode(ref ValueReader reader, bool isZipList, scoped ValueSlot slot)
    {
        long container = isZipList ? SerializedNode.Packed : reader.Length();
        ReadOnlySpan<byte> contents = reader.Text(_first);
        if (contents.IsEmpty || container is not (SerializedNode.Plain or SerializedNode.Packed))
        {
            reader.Break();
        }
        else if (container == SerializedNode.Plain)
        {
            NodesOf(slot).AppendPlain(contents);
        }
        else if (isZipList)
        {
            uint block = CreatePack(ref reader, contents);
            if (!reader.IsBroken)
                AddPack(slot, Heap.At(block));
            Heap.Free(block);
        }
        else if (ListPack.IsValid(contents))
        {
            AddPack(slot, contents);
        }
        else
        {
            reader.Break();
        }
    }

    private void AddPack(scoped ValueSlot slot, scoped ReadOnlySpan<byte> pack)
    {
        // Redis leaves empty nodes out, too.
        if (ListPack.First(pack) < 0)
            return;
        if (slot.Encoding == ValueEncoding.ListPack && ListPack.First(slot.Block) < 0)
            Replace(slot, ListPackEditor.Create(Heap, pack));
        else
            NodesOf(slot).AppendPack(pack);
    }

    /// <summary>The list as one that may have several nodes.</summary>
    private QuickList NodesOf(scoped ValueSlot slot)
    {
        if (slot.Encoding == ValueEncoding.QuickList)
            return slot.Large<QuickList>();
        var list = new QuickList(store);
        if (ListPack.First(slot.Block) >= 0)
            list.AppendPack(slot.Block);
        slot.BecomeLarge(list, ValueEncoding.QuickList);
        return list;
    }
}
