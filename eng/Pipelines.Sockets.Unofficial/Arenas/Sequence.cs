namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>
/// A <see cref="Sequence{T}"/> without its element type. It lets a structure hold a sequence of structures of its own
/// type, which the runtime does not allow directly.
/// </summary>
public readonly struct Sequence
{
    private readonly object? _head;
    private readonly int _offset;
    private readonly int _length;

    internal Sequence(object? head, int offset, int length)
    {
        _head = head;
        _offset = offset;
        _length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length => _length;

    /// <summary>The sequence with its element type.</summary>
    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public Sequence<T> Cast<T>() => new((Segment<T>?)_head, _offset, _length);
}
