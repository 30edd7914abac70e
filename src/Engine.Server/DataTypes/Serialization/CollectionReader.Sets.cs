using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Serialization;

internal sealed partial class CollectionReader
{
    private long ReadSet(ref ValueReader reader, SerializedType layout, scoped ValueSlot slot)
    {
        if (layout == SerializedType.IntSet)
            ReadIntSet(ref reader, slot);
        else
            ReadMembers(ref reader, slot);
        return new SetValue(slot).Count;
    }

    /// <summary>Members that are there twice are refused, here as in hashes and sorted sets.</summary>
    private void ReadMembers(ref ValueReader reader, scoped ValueSlot slot)
    {
        var set = new SetValue(slot);
        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
        {
            if (!set.Add(reader.Text(_first)))
                reader.Break();
        }
    }

    private void ReadIntSet(ref ValueReader reader, scoped ValueSlot slot)
    {
        ReadOnlySpan<byte> bytes = reader.Text(_first);
        if (!IntSet.IsValid(bytes))
        {
            reader.Break();
            return;
        }

        int count = IntSet.Count(bytes);
        if (count <= store.Limits.IntegerSetEntries && bytes.Length <= PageHeap.MaximumBlockBytes)
        {
            uint block = Heap.Allocate(bytes.Length);
            bytes.CopyTo(Heap.At(block));
            Replace(slot, block);
            return;
        }

        var set = new SetValue(slot);
        for (int i = 0; i < count; i++)
            set.Add(new PackedElement(IntSet.At(bytes, i)));
    }
}
