namespace Redis.Fixtures.Resp;

/// <summary>
/// Finds where one value ends while its bytes are still arriving. It counts the values that are still owed, so it needs
/// no stack, and it resumes where it stopped, so a long reply in small pieces is read once and not over and over.
/// </summary>
internal struct RespFrameScanner()
{
    private int _position;
    private long _owed = 1;

    /// <summary>
    /// True when <paramref name="buffer"/>, which must start where it started before, holds the whole value.
    /// </summary>
    public bool TryFindEnd(ReadOnlySpan<byte> buffer, out int length)
    {
        length = 0;
        while (_owed > 0)
        {
            if (!RespLine.TryRead(buffer[_position..], out RespLine line, out int consumed))
            {
                return false;
            }

            int next = _position + consumed;
            if (line.IsBulk && line.Length >= 0)
            {
                long end = next + line.Length + 2;
                if (buffer.Length < end)
                {
                    return false;
                }

                next = (int)end;
                if (!buffer[(next - 2)..next].SequenceEqual("\r\n"u8))
                {
                    throw new RespProtocolException($"A bulk of {line.Length} bytes does not end with CRLF.");
                }
            }

            // An attribute is not a value: whatever it stands before is still owed.
            _owed += line.Children - (line.Type is RespType.Attribute ? 0 : 1);
            _position = next;
        }

        length = _position;
        return true;
    }
}
