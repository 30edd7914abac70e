namespace Engine.Server.Protocol;

/// <summary>
/// Reads over a request that is not parsed yet, as far as a hint needs it: where it ends, and its first argument,
/// which is the key of nearly every command that has one.
/// </summary>
internal static class RequestOutline
{
    /// <summary>Longer ones take so long themselves that nothing is gained by looking past them.</summary>
    private const int MostArguments = 32;

    /// <summary>
    /// Returns false for what is incomplete, long, or anything but an array of bulks. The key is empty where there is
    /// no argument.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> key, out int length)
    {
        key = default;
        length = 0;
        if (input.IsEmpty || input[0] != (byte)'*')
            return false;
        int position = RequestParser.ReadLength(input, 1, out long count);
        if (position <= 0 || count is < 1 or > MostArguments)
            return false;
        for (int i = 0; i < count; i++)
        {
            if (!TryReadBulk(input, ref position, out ReadOnlySpan<byte> bulk))
                return false;
            if (i == 1)
                key = bulk;
        }

        length = position;
        return true;
    }

    private static bool TryReadBulk(ReadOnlySpan<byte> input, scoped ref int position, out ReadOnlySpan<byte> bulk)
    {
        bulk = default;
        if (position >= input.Length || input[position] != (byte)'$')
            return false;
        int start = RequestParser.ReadLength(input, position + 1, out long length);
        if (start <= 0 || length < 0 || length + 2 > input.Length - start)
            return false;
        bulk = input.Slice(start, (int)length);
        position = start + (int)length + 2;
        return true;
    }
}
