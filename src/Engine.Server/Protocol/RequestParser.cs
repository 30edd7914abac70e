using System.Runtime.CompilerServices;
using Engine.Server.DataTypes;

namespace Engine.Server.Protocol;

internal enum ParseStatus
{
    /// <summary>One request stands complete; its arguments are in <see cref="RequestParser.View"/>.</summary>
    Complete,

    /// <summary>Bytes were consumed that ask for nothing, such as an empty line.</summary>
    Empty,

    /// <summary>More bytes must arrive first.</summary>
    Incomplete,

    /// <summary>
    /// The bytes are not the protocol; <see cref="RequestParser.Error"/> says why and the connection ends.
    /// </summary>
    Failed,
}

/// <summary>
/// Reads requests out of a connection's bytes, in place. It remembers how far it came in an incomplete request,
/// so a large one is scanned once however many pieces it arrives in.
/// </summary>
internal sealed class RequestParser
{
    private const int InlineLimit = 64 * 1024;
    private const int UnauthenticatedArgumentLimit = 10;
    private const int UnauthenticatedBulkLimit = 16384;
    private const int SlicesKept = 64;

    private ArgumentSlice[] _slices = new ArgumentSlice[8];
    private byte[]? _inlineBuffer;
    private int _count;
    private int _expected;
    private int _scanned;
    private int _bulkLength = -1;
    private bool _isInline;

    /// <summary>The largest bulk a client may declare, in bytes: <c>proto-max-bulk-len</c>.</summary>
    public long MaxBulkLength { get; set; } = 512L * 1024 * 1024;

    /// <summary>Until a client has authenticated, it may send only small requests.</summary>
    public bool IsAuthenticated { get; set; } = true;

    /// <summary>
    /// The sentence for the client after <see cref="ParseStatus.Failed"/>, without the leading <c>ERR</c>.
    /// </summary>
    public string Error { get; private set; } = "";

    /// <summary>
    /// Reads one request from the start of <paramref name="input"/>. When it is incomplete, the next call must bring
    /// the same bytes
    /// and more behind them.
    /// </summary>
    public ParseStatus Parse(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        if (_expected == 0)
        {
            if (input.IsEmpty)
                return ParseStatus.Incomplete;
            if (input[0] != (byte)'*')
                return ParseInline(input, out consumed);
            ParseStatus header = ParseHeader(input, out consumed);
            if (header != ParseStatus.Complete)
                return header;
        }

        return ParseBulks(input, out consumed);
    }

    /// <summary>The request that <see cref="Parse"/> found complete at the start of <paramref name="input"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Request View(ReadOnlySpan<byte> input) =>
        new(_isInline ? _inlineBuffer : input, new ReadOnlySpan<ArgumentSlice>(_slices, 0, _count));

    /// <summary>Forgets an incomplete request and gives back what a large one needed.</summary>
    public void Reset()
    {
        _expected = 0;
        _count = 0;
        _scanned = 0;
        _bulkLength = -1;
        ReleaseLargeBuffers();
    }

    private void ReleaseLargeBuffers()
    {
        if (_slices.Length > SlicesKept)
            _slices = new ArgumentSlice[8];
        _inlineBuffer = null;
    }

    private ParseStatus ParseHeader(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        if (_slices.Length > SlicesKept || _inlineBuffer is not null)
            ReleaseLargeBuffers();
        _isInline = false;
        int end = ReadLength(input, 1, out long count);
        if (end == 0)
            return input.Length > InlineLimit ? Fail("too big mbulk count string") : ParseStatus.Incomplete;
        if (end < 0 || count > int.MaxValue)
            return Fail("invalid multibulk length");
        if (count > UnauthenticatedArgumentLimit && !IsAuthenticated)
            return Fail("unauthenticated multibulk length");
        if (count <= 0)
        {
            consumed = end;
            return ParseStatus.Empty;
        }

        _expected = (int)count;
        _count = 0;
        _scanned = end;
        return ParseStatus.Complete;
    }

    private ParseStatus ParseBulks(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        int position = _scanned;
        while (_count < _expected)
        {
            if (_bulkLength < 0)
            {
                if (position >= input.Length)
                    return Suspend(position);
                if (input[position] != (byte)'$' && HasLine(input[position..]))
                    return Fail($"expected '$', got '{(char)input[position]}'");
                int end = ReadLength(input, position + 1, out long length);
                if (end == 0)
                    return input.Length - position > InlineLimit ? Fail("too big bulk count string")
                        : Suspend(position);
                if (end < 0 || length < 0 || length > MaxBulkLength)
                    return Fail("invalid bulk length");
                if (length > UnauthenticatedBulkLimit && !IsAuthenticated)
                    return Fail("unauthenticated bulk length");
                position = end;
                _bulkLength = (int)length;
            }

            if (input.Length - position < _bulkLength + 2)
                return Suspend(position);
            if (_count == _slices.Length)
                Array.Resize(ref _slices, _slices.Length * 2);
            _slices[_count++] = new ArgumentSlice(position, _bulkLength);
            position += _bulkLength + 2;
            _bulkLength = -1;
        }

        _expected = 0;
        consumed = position;
        return ParseStatus.Complete;
    }

    private ParseStatus Suspend(int position)
    {
        _scanned = position;
        return ParseStatus.Incomplete;
    }

    private ParseStatus ParseInline(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        int newline = input.IndexOfAny((byte)'\n', (byte)0);
        if (newline < 0 || input[newline] == 0)
            return input.Length > InlineLimit ? Fail("too big inline request") : ParseStatus.Incomplete;

        ReadOnlySpan<byte> line = input[..newline];
        if (line.Length > 0 && line[^1] == (byte)'\r')
            line = line[..^1];
        consumed = newline + 1;
        _isInline = true;
        _inlineBuffer = new byte[line.Length];
        if (!InlineRequest.TrySplit(line, _inlineBuffer, ref _slices, out _count))
            return Fail("unbalanced quotes in request");
        return _count == 0 ? ParseStatus.Empty : ParseStatus.Complete;
    }

    private ParseStatus Fail(string error)
    {
        Error = "Protocol error: " + error;
        return ParseStatus.Failed;
    }

    /// <summary>Redis looks for line ends as in a C string, so a NUL hides what follows it.</summary>
    private static bool HasLine(ReadOnlySpan<byte> input)
    {
        int end = input.IndexOfAny((byte)'\r', (byte)0);
        return end >= 0 && end + 1 < input.Length && input[end] != 0;
    }

    /// <summary>
    /// Reads digits up to a line end. Returns the offset behind it, 0 when the line end has not arrived, -1 when the
    /// line is no number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ReadLength(ReadOnlySpan<byte> input, int start, out long value)
    {
        // Nearly every length has one or two digits: those are read without looking for the line end first.
        const int ShortestLine = 4;
        if ((uint)start + ShortestLine <= (uint)input.Length)
        {
            uint first = (uint)(input[start] - '1');
            uint second = (uint)(input[start + 1] - '0');
            if (first <= 8 && input[start + 1] == (byte)'\r')
            {
                value = first + 1;
                return start + 3;
            }

            if (first <= 8 && second <= 9 && input[start + 2] == (byte)'\r')
            {
                value = (first + 1) * 10 + second;
                return start + ShortestLine;
            }
        }

        return ReadUnusualLength(input, start, out value);
    }

    private static int ReadUnusualLength(ReadOnlySpan<byte> input, int start, out long value)
    {
        value = 0;
        if (start >= input.Length)
            return 0;
        if (!HasLine(input[start..]))
            return 0;
        int carriageReturn = input[start..].IndexOf((byte)'\r');
        return Numbers.TryParse(input.Slice(start, carriageReturn), out value) ? start + carriageReturn + 2 : -1;
    }
}
