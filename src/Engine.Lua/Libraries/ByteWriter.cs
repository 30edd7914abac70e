using System.Buffers;
using System.Runtime.CompilerServices;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>Bytes on their way to a string, in a rented array that grows within the limits of the state.</summary>
internal struct ByteWriter
{
    private const int InitialCapacity = 1024;

    private readonly MemoryMeter _memory;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialCapacity);
    private int _length;

    public ByteWriter(LuaState state) => _memory = state.Memory;

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public readonly LuaString ToLuaString() => LuaString.FromBytes(Written);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(scoped ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        _length += values.Length;
    }

    /// <summary>
    /// Room behind what is written, for at least so many bytes; <see cref="Advance"/> says how many were used.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(long count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(long count)
    {
        _memory.Announce(_length + count);
        long doubled = Math.Min(_bytes.Length * 2L, Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(_length + count, doubled));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
