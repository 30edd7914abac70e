using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Streams;

/// <summary>Writes elements to the end of a list pack.</summary>
/// <param name="pack">The pack, with room behind it.</param>
internal ref struct EntryWriter(Span<byte> pack)
{
    private readonly Span<byte> _pack = pack;
    private int _position = ListPack.Length(pack) - 1;
    private int _elements;

    public void Add(ReadOnlySpan<byte> value) => Add(new PackEntry(value));

    public void Add(long value) => Add(new PackEntry(value));

    /// <summary>Ends the pack behind what was written.</summary>
    public readonly void Close()
    {
        _pack[_position] = ListPack.End;
        ListPack.SetLength(_pack, _position + 1);
        ListPack.ChangeCount(_pack, _elements);
    }

    private void Add(PackEntry entry)
    {
        entry.Write(_pack[_position..]);
        _position += entry.Length;
        _elements++;
    }
}
