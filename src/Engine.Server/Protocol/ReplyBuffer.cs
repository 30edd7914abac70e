using System.Runtime.CompilerServices;

namespace Engine.Server.Protocol;

/// <summary>
/// The bytes that wait to be sent to one client: a queue of chunks. It holds no chunk while nothing waits,
/// so an idle connection costs no buffer.
/// </summary>
internal sealed class ReplyBuffer(ChunkPool pool)
{
    private readonly Queue<ArraySegment<byte>> _full = new();
    private byte[] _chunk = [];
    private int _start;
    private int _end;
    private int _sentOfFirst;
    private long _queuedBytes;
    private long _heldByQueue;
    private bool _hasEnded;

    /// <summary>Bytes that wait to be sent.</summary>
    public long Length => _queuedBytes + _end - _start;

    /// <summary>
    /// Called when another chunk is needed, with the bytes waiting by then: the place to enforce output limits.
    /// </summary>
    public Action<long>? Grown { get; set; }

    /// <summary>
    /// What is written is thrown away: the client wants no replies, or the last one for it has been written.
    /// </summary>
    public bool IsDiscarding { get; private set; }

    /// <summary>While muted, it takes nothing.</summary>
    public bool IsMuted
    {
        get;
        set
        {
            field = value;
            IsDiscarding = value || _hasEnded;
        }
    }

    /// <summary>Bytes in full chunks, which stand before the one that is being filled.</summary>
    public long QueuedBytes => _queuedBytes;

    public int QueuedChunks => _full.Count;

    /// <summary>Bytes of all chunks, filled or not.</summary>
    public long HeldBytes => _heldByQueue + _chunk.Length;

    /// <summary>The length of the chunk that is being filled, 0 when there is none.</summary>
    public int ChunkLength => _chunk.Length;

    /// <summary>
    /// A place for at least <paramref name="size"/> bytes; <see cref="Advance"/> says how many were written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_chunk.Length - _end < size)
            AddChunk(size);
        return _chunk.AsSpan(_end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int written)
    {
        if (!IsDiscarding)
            _end += written;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>The bytes to send next; empty when nothing waits.</summary>
    public ReadOnlySpan<byte> Head =>
        _full.TryPeek(out ArraySegment<byte> first) ? first[_sentOfFirst..] : _chunk.AsSpan(_start, _end - _start);

    /// <summary>Drops the first <paramref name="count"/> bytes of <see cref="Head"/>: they were sent.</summary>
    public void Consume(int count)
    {
        if (_full.Count == 0)
        {
            _start += count;
            if (_start == _end)
                Clear();
            return;
        }

        _queuedBytes -= count;
        _sentOfFirst += count;
        if (_sentOfFirst < _full.Peek().Count)
            return;
        Release(_full.Dequeue());
        _sentOfFirst = 0;
    }

    /// <summary>Takes nothing any more; what waits is still sent.</summary>
    public void End()
    {
        _hasEnded = true;
        IsDiscarding = true;
    }

    /// <summary>
    /// Takes back what was written after the buffer held <paramref name="length"/> bytes, and returns it.
    /// </summary>
    public byte[] TakeFrom(long length)
    {
        if (length >= _queuedBytes)
        {
            int position = _start + (int)(length - _queuedBytes);
            byte[] taken = _chunk[position.._end];
            _end = position;
            return taken;
        }

        byte[] all = ToArray();
        Clear();
        all.AsSpan(0, (int)length).CopyTo(Reserve((int)length));
        _end += (int)length;
        return all[(int)length..];
    }

    private byte[] ToArray()
    {
        using var copy = new MemoryStream();
        int sent = _sentOfFirst;
        foreach (ArraySegment<byte> segment in _full)
        {
            copy.Write(segment[sent..]);
            sent = 0;
        }

        copy.Write(_chunk, _start, _end - _start);
        return copy.ToArray();
    }

    public void Clear()
    {
        while (_full.TryDequeue(out ArraySegment<byte> segment))
            Release(segment);
        if (_chunk.Length > 0)
            pool.Return(_chunk);
        _chunk = [];
        _start = _end = _sentOfFirst = 0;
        _queuedBytes = 0;
    }

    private void Release(ArraySegment<byte> segment)
    {
        _heldByQueue -= segment.Array!.Length;
        pool.Return(segment.Array);
    }

    private void AddChunk(int size)
    {
        if (_end > _start)
        {
            _full.Enqueue(new ArraySegment<byte>(_chunk, _start, _end - _start));
            _queuedBytes += _end - _start;
            _heldByQueue += _chunk.Length;
        }
        else if (_chunk.Length > 0)
        {
            pool.Return(_chunk);
        }

        _chunk = pool.Rent(size);
        _start = _end = 0;
        if (_queuedBytes > 0 && !IsDiscarding)
            Grown?.Invoke(Length);
    }
}
