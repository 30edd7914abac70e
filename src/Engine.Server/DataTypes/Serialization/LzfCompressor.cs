namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Compresses to <see cref="Lzf"/> in one greedy pass, finding matches where liblzf finds them, so that the result is
/// the same: the last position of three bytes is remembered by their hash, within matches only the last two are.
/// </summary>
internal sealed class LzfCompressor
{
    private const int TableBits = 16;
    private const int ShortestMatch = 3;

    /// <summary>
    /// With more than this before the end, liblzf compares up to <see cref="UnboundedMatch"/> bytes unbounded.
    /// </summary>
    private const int UnboundedRoom = 16;

    private const int UnboundedMatch = 19;

    /// <summary>
    /// Positions, each with the origin of its source added: those of an earlier source are below the present origin,
    /// so the table need not be cleared for each.
    /// </summary>
    private readonly int[] _positions = new int[1 << TableBits];

    private int _origin;

    /// <summary>Returns the length of the result, or 0 when it does not fit <paramref name="destination"/>.</summary>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty || destination.IsEmpty)
            return 0;
        if (_origin > int.MaxValue - source.Length)
        {
            Array.Clear(_positions);
            _origin = 0;
        }

        int length = new Pass(source, destination, _positions, _origin).Run();
        _origin += source.Length;
        return length;
    }

    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        int word = bytes[0] << 16 | bytes[1] << 8 | bytes[2];
        return ((word >> (24 - TableBits)) - word * 5) & ((1 << TableBits) - 1);
    }

    private ref struct Pass(ReadOnlySpan<byte> source, Span<byte> destination, int[] positions, int origin)
    {
        private readonly ReadOnlySpan<byte> _source = source;
        private readonly Span<byte> _destination = destination;
        private int _read;

        /// <summary>Behind the control byte of the literals that are being collected.</summary>
        private int _written = 1;

        private int _literals;

        public int Run()
        {
            int lastStart = _source.Length - ShortestMatch;
            while (_read <= lastStart)
            {
                int candidate = Remember(_read);
                bool fits = IsMatch(candidate) ? TryWriteMatch(candidate) : TryWriteLiteral();
                if (!fits)
                    return 0;
            }

            if (_written + ShortestMatch > _destination.Length)
                return 0;
            while (_read < _source.Length)
                TryWriteLiteral();
            CloseLiterals();
            return _written;
        }

        /// <summary>
        /// Notes a position; returns the one that was noted for the same hash before, negative for none.
        /// </summary>
        private readonly int Remember(int position)
        {
            ref int slot = ref positions[HashOf(_source[position..])];
            int previous = slot - origin;
            slot = position + origin;
            return previous;
        }

        /// <summary>
        /// The very first position counts as none, since a slot that holds it looks like an empty one.
        /// </summary>
        private readonly bool IsMatch(int candidate) =>
            candidate > 0
            && _read - candidate <= Lzf.FarthestMatch
            && _source.Slice(candidate, ShortestMatch).SequenceEqual(_source.Slice(_read, ShortestMatch));

        private bool TryWriteLiteral()
        {
            if (_written >= _destination.Length)
                return false;
            _literals++;
            _destination[_written++] = _source[_read++];
            if (_literals == Lzf.LongestLiteralRun)
                StartLiterals();
            return true;
        }

        private bool TryWriteMatch(int candidate)
        {
            const int LongestForm = 3;
            if (_written - (_literals == 0 ? 1 : 0) + LongestForm + 1 >= _destination.Length)
                return false;
            CloseLiterals();
            int length = MatchLength(candidate);
            int distance = _read - candidate - 1;
            if (length - 2 < Lzf.LongMatchMark)
            {
                _destination[_written++] = (byte)(distance >> 8 | (length - 2) << 5);
            }
            else
            {
                _destination[_written++] = (byte)(distance >> 8 | Lzf.LongMatchMark << 5);
                _destination[_written++] = (byte)(length - 2 - Lzf.LongMatchMark);
            }

            _destination[_written++] = (byte)distance;
            _written++;
            _read += length;
            if (_read <= _source.Length - ShortestMatch)
            {
                Remember(_read - 2);
                Remember(_read - 1);
            }

            return true;
        }

        private readonly int MatchLength(int candidate)
        {
            int room = Math.Min(_source.Length - _read - 2, Lzf.LongestMatch);
            int limit = Math.Max(room, room > UnboundedRoom ? UnboundedMatch : ShortestMatch);
            return _source.Slice(candidate, limit).CommonPrefixLength(_source.Slice(_read, limit));
        }

        private void StartLiterals()
        {
            _destination[_written - _literals - 1] = (byte)(_literals - 1);
            _literals = 0;
            _written++;
        }

        /// <summary>Ends the run of literals, and takes its control byte back when there were none.</summary>
        private void CloseLiterals()
        {
            if (_literals == 0)
                _written--;
            else
                _destination[_written - _literals - 1] = (byte)(_literals - 1);
            _literals = 0;
        }
    }
}
