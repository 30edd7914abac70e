using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes;

/// <summary>
/// The place in a key's record that names its collection: the encoding, and the word that is the handle of the one
/// block of a compact value or the name of a <see cref="LargeValue"/>. Valid until the key's record moves, which
/// editing the collection does not make it do.
/// </summary>
internal readonly ref struct ValueSlot
{
    private readonly ref byte _kind;
    private readonly ref uint _word;

    /// <param name="store">Where the value lives.</param>
    /// <param name="kind">The type in the low four bits, the encoding in the high four.</param>
    /// <param name="word">The handle or name.</param>
    public ValueSlot(ValueStore store, ref byte kind, ref uint word)
    {
        Store = store;
        _kind = ref kind;
        _word = ref word;
    }

    public ValueStore Store { get; }

    /// <summary>The byte that says so, for a value that stands in no record.</summary>
    public static byte KindOf(ValueType type, ValueEncoding encoding) => (byte)((int)type | (int)encoding << 4);

    public PageHeap Heap => Store.Heap;

    public EncodingLimits Limits => Store.Limits;

    /// <summary>There is no value.</summary>
    public bool IsNull => Unsafe.IsNullRef(ref _word);

    public ValueType Type => (ValueType)(_kind & 0xF);

    public ValueEncoding Encoding
    {
        get => (ValueEncoding)(_kind >> 4);
        set => _kind = (byte)((_kind & 0xF) | (int)value << 4);
    }

    public ref uint Word => ref _word;

    /// <summary>The block of a compact value, to the end of its page.</summary>
    public Span<byte> Block => Heap.At(_word);

    /// <summary>The object of a large value.</summary>
    public T Large<T>()
        where T : LargeValue =>
        Store.Get<T>(_word);

    /// <summary>Puts an object in the place of the compact value, whose block is given back.</summary>
    public void BecomeLarge(LargeValue value, ValueEncoding encoding)
    {
        Heap.Free(_word);
        _word = Store.Add(value);
        Encoding = encoding;
    }

    /// <summary>Puts a compact value in the place of the object, whose blocks are given back.</summary>
    public void BecomeCompact(uint block, ValueEncoding encoding)
    {
        Store.Take(_word).Release(int.MaxValue);
        _word = block;
        Encoding = encoding;
    }

    /// <summary>Puts a value that stands in no record in the place of this one, which is given back.</summary>
    public void ReplaceBy(ValueSlot other)
    {
        Store.Free(this);
        _kind = other._kind;
        _word = other._word;
    }
}
