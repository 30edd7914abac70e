using System.Globalization;
using System.Text;

namespace Patterns.Caching.Tracking;

/// <summary>
/// Reads replies and pushes of RESP3, as far as a connection meets them that does nothing but track keys.
/// </summary>
/// <param name="stream">Where they come from.</param>
internal sealed class PushReader(Stream stream)
{
    // Replies to a HELLO nest two levels deep; what nests deeper is no Redis.
    private const int MaxDepth = 8;
    private const int MaxLength = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads one value.</summary>
    /// <returns>The type byte of RESP3, and a string, a list of values, or null.</returns>
    /// <exception cref="EndOfStreamException">The connection has ended.</exception>
    /// <exception cref="InvalidDataException">The server does not speak RESP3.</exception>
    public ValueTask<(char Type, object? Value)> ReadAsync(CancellationToken cancellationToken)
        => ReadAsync(MaxDepth, cancellationToken);

    private async ValueTask<(char Type, object? Value)> ReadAsync(int depth, CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        char type = line.Length > 0 && depth > 0 ? line[0] : '?';
        string rest = line.Length > 0 ? line[1..] : "";
        switch (type)
        {
            case '+' or '-' or ':' or ',' or '#' or '(':
                return (type, rest);
            case '_':
                return (type, null);
            case '$' or '=' or '!':
                int length = LengthOf(rest);
                return (type, length < 0 ? null : await ReadTextAsync(length, cancellationToken).ConfigureAwait(false));
            case '*' or '>' or '~':
                return (type, await ReadListAsync(LengthOf(rest), depth, cancellationToken).ConfigureAwait(false));
            case '%':
                return (type, await ReadListAsync(2 * LengthOf(rest), depth, cancellationToken).ConfigureAwait(false));
            default:
                throw new InvalidDataException($"The server sent '{line}', which is not RESP3.");
        }
    }

    private static int LengthOf(string text)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int length)
            && length is >= -1 and <= MaxLength
            ? length
            : throw new InvalidDataException($"The server announced the length '{text}', which cannot be.");

    private async ValueTask<List<object?>?> ReadListAsync(int count, int depth, CancellationToken cancellationToken)
    {
        if (count < 0)
        {
            return null;
        }

        var values = new List<object?>();
        for (int i = 0; i < count; i++)
        {
            values.Add((await ReadAsync(depth - 1, cancellationToken).ConfigureAwait(false)).Value);
        }

        return values;
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int newLine = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf("\r\n"u8);
            if (newLine >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, _start, searched + newLine);
                _start += searched + newLine + 2;
                return line;
            }

            searched = Math.Max(0, _end - _start - 1);
            await FillAsync(_end - _start + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<string> ReadTextAsync(int length, CancellationToken cancellationToken)
    {
        await FillAsync(length + 2, cancellationToken).ConfigureAwait(false);
        string text = Encoding.UTF8.GetString(_buffer, _start, length);
        _start += length + 2;
        return text;
    }

    /// <summary>Receives until so many bytes are there.</summary>
    private async ValueTask FillAsync(int length, CancellationToken cancellationToken)
    {
        if (_start + length > _buffer.Length)
        {
            byte[] target = length > _buffer.Length ? new byte[Math.Max(length, 2 * _buffer.Length)] : _buffer;
            Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
            (_buffer, _end, _start) = (target, _end - _start, 0);
        }

        while (_end - _start < length)
        {
            int received = await stream
                .ReadAsync(_buffer.AsMemory(_end), cancellationToken)
                .ConfigureAwait(false);
            if (received == 0)
            {
                throw new EndOfStreamException("The server has closed the connection.");
            }

            _end += received;
        }
    }
}
