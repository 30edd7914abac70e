using System.Runtime.InteropServices;

namespace Engine.Server.Network.Uring;

/// <summary>
/// The buffers that the kernel fills with what arrives, whoever sent it, so that a connection that is idle holds none.
/// The first that was given back is the next to be filled.
/// </summary>
internal sealed unsafe class ReceiveBuffers : IDisposable
{
    public const ushort Group = 1;

    /// <summary>A power of two.</summary>
    private const int Count = 256;
    private const int BufferLength = 16 * 1024;

    private readonly Entry* _entries = (Entry*)UringCalls.MapMemory((nuint)(Count * sizeof(Entry)));
    private readonly byte* _buffers = UringCalls.MapMemory(Count * BufferLength);
    private ushort _tail;

    public bool TryRegister(Ring ring)
    {
        if (!ring.TryRegisterBuffers(_entries, Count, Group))
            return false;
        for (int buffer = 0; buffer < Count; buffer++)
            GiveBack(buffer);
        return true;
    }

    public ReadOnlySpan<byte> Read(int buffer, int start, int length) => new(Address(buffer) + start, length);

    public void GiveBack(int buffer)
    {
        Entry* entry = _entries + (_tail & (Count - 1));
        entry->Address = (ulong)Address(buffer);
        entry->Length = BufferLength;
        entry->Number = (ushort)buffer;
        // The tail lies in the unused end of the first entry.
        Volatile.Write(ref _entries->Tail, ++_tail);
    }

    public void Dispose()
    {
        UringCalls.Unmap(_entries, (nuint)(Count * sizeof(Entry)));
        UringCalls.Unmap(_buffers, Count * BufferLength);
    }

    private byte* Address(int buffer) => _buffers + (nint)buffer * BufferLength;

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public ulong Address;
        public uint Length;
        public ushort Number;
        public ushort Tail;
    }
}
