namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>
/// Elements of an <see cref="Arena{T}"/>, in one or several blocks. The default value is an empty sequence.
/// </summary>
public readonly struct Sequence<T>
{
    private readonly Segment<T>? _head;
    private readonly int _offset;
    private readonly int _length;

    internal Sequence(Segment<T>? head, int offset, int length)
    {
        _head = head;
        _offset = offset;
        _length = length;
    }

    /// <summary>The number of elements.</summary>
    public long Length => _length;

    /// <summary>Whether there are no elements.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Whether <see cref="FirstSpan"/> holds all elements.</summary>
    public bool IsSingleSegment => _head is null || _length <= _head.Length - _offset;

    /// <summary>The elements in the first block.</summary>
    public Span<T> FirstSpan =>
        _head is null ? default : _head.Memory.Span.Slice(_offset, Math.Min(_length, _head.Length - _offset));

    /// <summary>The elements block by block.</summary>
    public SpanEnumerable Spans => new(this);

    /// <summary>The element at an index from 0, found by walking the blocks.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _length);
            var segment = _head!;
            var position = _offset + index;
            while (position >= segment.Length)
            {
                position -= segment.Length;
                segment = segment.Next!;
            }

            return ref segment.Memory.Span[position];
        }
    }

    /// <summary>The sequence without its element type.</summary>
    public Sequence Untyped() => new(_head, _offset, _length);

    /// <summary>Starts a walk over the elements.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The elements of a sequence block by block.</summary>
    public readonly ref struct SpanEnumerable
    {
        private readonly Sequence<T> _sequence;

        internal SpanEnumerable(Sequence<T> sequence) => _sequence = sequence;

        /// <summary>Starts a walk.</summary>
        public SpanEnumerator GetEnumerator() => new(_sequence);
    }

    /// <summary>A walk over a sequence block by block.</summary>
    public ref struct SpanEnumerator
    {
        private Segment<T>? _next;
        private int _offset;
        private int _remaining;

        internal SpanEnumerator(Sequence<T> sequence)
        {
            _next = sequence._head;
            _offset = sequence._offset;
            _remaining = sequence._length;
        }

        /// <summary>The elements in the present block.</summary>
        public Span<T> Current { get; private set; }

        /// <summary>Moves to the next block; false if there is none.</summary>
        public bool MoveNext()
        {
            if (_remaining == 0)
            {
                return false;
            }

            var length = Math.Min(_remaining, _next!.Length - _offset);
            Current = _next.Memory.Span.Slice(_offset, length);
            _next = _next.Next;
            _offset = 0;
            _remaining -= length;
            return true;
        }
    }

    /// <summary>A walk over the elements of a sequence.</summary>
    public ref struct Enumerator
    {
        private SpanEnumerator _spans;
        private Span<T> _span;
        private int _index;

        internal Enumerator(Sequence<T> sequence)
        {
            _spans = new SpanEnumerator(sequence);
            _index = -1;
        }

        /// <summary>The present element.</summary>
        public readonly ref T Current => ref _span[_index];

        /// <summary>Moves to the next element; false if there is none.</summary>
        public bool MoveNext()
        {
            if (++_index < _span.Length)
            {
                return true;
            }

            if (!_spans.MoveNext())
            {
                return false;
            }

            _span = _spans.Current;
            _index = 0;
            return true;
        }

        /// <summary>Moves to the next element and returns it.</summary>
        /// <exception cref="InvalidOperationException">There is none.</exception>
        public ref T GetNext()
        {
            if (!MoveNext())
            {
                throw new InvalidOperationException("The sequence has no further element.");
            }

            return ref Current;
        }
    }
}
