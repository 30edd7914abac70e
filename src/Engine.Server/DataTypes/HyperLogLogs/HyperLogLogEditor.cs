using System.Buffers;

namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>
/// Adds to a HyperLogLog: a dense one where it stands, a sparse one, which grows and may become dense, in a copy.
/// </summary>
internal ref struct HyperLogLogEditor
{
    private readonly byte[]? _copy;
    private readonly Span<byte> _buffer;
    private readonly long _sparseLimit;
    private int _length;

    /// <param name="bytes">The string, which has the header of a HyperLogLog; nothing stands for a new one.</param>
    /// <param name="additions">At most so many registers are raised.</param>
    /// <param name="limits">Up to which length it may stay sparse.</param>
    public HyperLogLogEditor(Span<byte> bytes, int additions, EncodingLimits limits)
    {
        _sparseLimit = limits.HyperLogLogSparseBytes;
        ReadOnlySpan<byte> source = bytes.IsEmpty ? HyperLogLog.Empty : bytes;
        _length = source.Length;
        _buffer = bytes;
        if (!HyperLogLog.IsSparse(source))
            return;
        int growth = SparseRegisters.MostGrowth * Math.Min(additions, HyperLogLog.Registers);
        _copy = ArrayPool<byte>.Shared.Rent(Math.Max(source.Length + growth, HyperLogLog.DenseLength));
        _buffer = _copy;
        source.CopyTo(_buffer);
    }

    /// <summary>What became of it.</summary>
    public readonly Span<byte> Bytes => _buffer[.._length];

    /// <summary>Registers that were raised.</summary>
    public int Raised { get; private set; }

    /// <summary>What was edited is a copy.</summary>
    public readonly bool IsCopy => _copy is not null;

    /// <summary>Adds an element. Returns false when the registers are corrupt.</summary>
    public bool TryAdd(scoped ReadOnlySpan<byte> element)
    {
        (int index, int rank) = HyperLogLog.PlaceOf(element);
        return TryRaise(index, rank);
    }

    /// <summary>Raises a register if it is lower. Returns false when the registers are corrupt.</summary>
    public bool TryRaise(int index, int value)
    {
        RegisterChange change = Raise(index, value);
        if (change == RegisterChange.NeedsDense)
        {
            if (!TryMakeDense())
                return false;
            change = Raise(index, value);
        }

        if (change == RegisterChange.Raised)
        {
            HyperLogLog.Invalidate(_buffer);
            Raised++;
        }

        return change != RegisterChange.Corrupt;
    }

    /// <summary>Gives up the sparse form. Returns false when the registers are corrupt.</summary>
    public bool TryMakeDense()
    {
        if (!HyperLogLog.IsSparse(_buffer))
            return true;
        Span<byte> dense = stackalloc byte[HyperLogLog.DenseLength];
        if (!HyperLogLog.TryExpand(Bytes, dense))
            return false;
        dense.CopyTo(_buffer);
        _length = HyperLogLog.DenseLength;
        return true;
    }

    /// <summary>Gives the copy back; its bytes are read no more.</summary>
    public readonly void Close()
    {
        if (_copy is not null)
            ArrayPool<byte>.Shared.Return(_copy);
    }

    private RegisterChange Raise(int index, int value)
    {
        Span<byte> registers = _buffer[HyperLogLog.HeaderLength..];
        if (!HyperLogLog.IsSparse(_buffer))
            return DenseRegisters.Raise(registers, index, value) ? RegisterChange.Raised : RegisterChange.None;
        int length = _length - HyperLogLog.HeaderLength;
        long limit = _sparseLimit - HyperLogLog.HeaderLength;
        RegisterChange change = SparseRegisters.Raise(registers, ref length, index, value, limit);
        _length = HyperLogLog.HeaderLength + length;
        return change;
    }
}
