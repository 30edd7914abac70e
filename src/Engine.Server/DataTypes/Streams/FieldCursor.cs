using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Streams;

/// <summary>Goes over the fields and values of an entry, which must not be changed meanwhile.</summary>
internal ref struct FieldCursor(ReadOnlySpan<byte> pack, StreamEntry entry)
{
    private readonly ReadOnlySpan<byte> _pack = pack;
    private readonly bool _alternate = entry.FieldsAt < 0;
    private int _field = entry.FieldsAt;
    private int _value = entry.ValuesAt;
    private int _left = entry.FieldCount;

    /// <summary>Reads the next field with its value; returns false behind the last one.</summary>
    public bool TryRead(out PackedElement field, out PackedElement value)
    {
        field = default;
        value = default;
        if (_left-- == 0)
            return false;
        field = _alternate ? ListPack.Read(_pack, _value, out _value) : ListPack.Read(_pack, _field, out _field);
        value = ListPack.Read(_pack, _value, out _value);
        return true;
    }
}
