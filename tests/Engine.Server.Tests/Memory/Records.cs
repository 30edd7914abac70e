using System.Buffers.Binary;
using System.Text;
using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

/// <summary>Records as tests lay them out: the key's length, then the key.</summary>
internal readonly struct Records(PageHeap heap) : IKeyReader
{
    public const ulong Seed = 0x0123_4567_89AB_CDEF;

    public ReadOnlySpan<byte> KeyOf(uint handle)
    {
        Span<byte> record = heap.At(handle);
        return record.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(record));
    }

    public uint Create(ReadOnlySpan<byte> key)
    {
        uint handle = heap.Allocate(sizeof(int) + key.Length);
        Span<byte> record = heap.At(handle, sizeof(int) + key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record, key.Length);
        key.CopyTo(record[sizeof(int)..]);
        return handle;
    }

    public static byte[] Key(int number) => Encoding.ASCII.GetBytes($"key:{number}");

    public static ulong Hash(ReadOnlySpan<byte> key) => KeyHash.Compute(key, Seed);
}
