using System.Diagnostics;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes;

/// <summary>Where the values of one engine live: blocks in the heap, and an object for each large collection.</summary>
internal sealed class ValueStore(PageHeap heap, EncodingLimits limits, ulong hashSeed, Random random)
{
    private readonly Stack<uint> _freeWords = new();

    /// <summary>Word 0 stays unused, so that a word which was never set is noticed.</summary>
    private LargeValue?[] _large = new LargeValue?[16];

    private uint _words = 1;

    public PageHeap Heap => heap;

    public EncodingLimits Limits => limits;

    public ulong HashSeed => hashSeed;

    public Random Random => random;

    /// <summary>Bytes of the managed arrays of large collections, which the heap does not count.</summary>
    public long ManagedBytes { get; set; }

    /// <summary>Whether a value in this encoding is one block rather than an object.</summary>
    public static bool IsCompact(ValueEncoding encoding) =>
        encoding is ValueEncoding.ListPack or ValueEncoding.IntSet;

    /// <summary>Takes a large collection in; the word names it in its key's record.</summary>
    public uint Add(LargeValue value)
    {
        if (!_freeWords.TryPop(out uint word))
        {
            word = _words++;
            if (word == _large.Length)
                Array.Resize(ref _large, 2 * _large.Length);
        }

        _large[word] = value;
        return word;
    }

    public T Get<T>(uint word)
        where T : LargeValue =>
        (T)Get(word);

    public LargeValue Get(uint word) =>
        _large[word] ?? throw new UnreachableException($"The word {word} names no collection.");

    /// <summary>Takes a large collection out. It keeps its blocks until they are released.</summary>
    public LargeValue Take(uint word)
    {
        LargeValue value = Get(word);
        _large[word] = null;
        _freeWords.Push(word);
        value.Forget();
        return value;
    }

    /// <summary>Gives back all that a collection holds.</summary>
    public void Free(in ValueSlot slot)
    {
        if (IsCompact(slot.Encoding))
            heap.Free(slot.Word);
        else
            Take(slot.Word).Release(int.MaxValue);
    }

    /// <summary>Gives back what a loaded value holds that shall not become one of a key.</summary>
    public void Free(in LoadedValue value)
    {
        if (value.Type == ValueType.String)
            return;
        if (IsCompact(value.Encoding))
            heap.Free(value.Word);
        else
            Take(value.Word).Release(int.MaxValue);
    }

    /// <summary>Copies a collection; returns the word of the copy.</summary>
    public uint Copy(in ValueSlot slot)
    {
        if (!IsCompact(slot.Encoding))
            return Add(Get(slot.Word).Copy());
        int length = heap.Capacity(slot.Word);
        uint copy = heap.Allocate(length);
        heap.At(slot.Word, length).CopyTo(heap.At(copy));
        return copy;
    }

    public long MemoryBytes(in ValueSlot slot) =>
        IsCompact(slot.Encoding) ? heap.Capacity(slot.Word) : Get(slot.Word).MemoryBytes;

    /// <summary>Forgets all values at once: the heap is cleared with them.</summary>
    public void Clear()
    {
        _large = new LargeValue?[16];
        _freeWords.Clear();
        _words = 1;
        ManagedBytes = 0;
    }
}
