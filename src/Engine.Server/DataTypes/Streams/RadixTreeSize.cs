namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// How many nodes Redis's radix tree would have for the same ids, which XINFO STREAM tells: one for each byte at which
/// ids part, one for each run of bytes that some share, and one for each id's end.
/// </summary>
internal static class RadixTreeSize
{
    public static long Of(IdTree<uint> ids)
    {
        if (ids.Count == 0)
            return 1;

        // The bytes at which the way to the current id parts from that of others, none deeper than the one above it.
        Span<byte> partings = stackalloc byte[StreamId.Bytes];
        int open = 0;
        long nodes = 0;
        bool isThere = ids.TryFindFrom(StreamId.Zero, out StreamId id, out _);
        while (isThere)
        {
            isThere = ids.TryFindAfter(id, out StreamId next, out _);
            int parting = isThere ? PartingOf(id, next) : -1;

            // From the deepest parting up, what is below it is complete now.
            int end = StreamId.Bytes;
            nodes++;
            while (open > 0 && partings[open - 1] > parting)
            {
                int above = partings[--open];
                nodes += 1 + RunBetween(above + 1, end);
                end = above;
            }

            if (open > 0 && partings[open - 1] == parting)
            {
                nodes += RunBetween(parting + 1, end);
            }
            else if (isThere)
            {
                nodes += RunBetween(parting + 1, end);
                partings[open++] = (byte)parting;
            }
            else
            {
                nodes += RunBetween(0, end);
            }

            id = next;
        }

        return nodes;
    }

    private static int RunBetween(int start, int end) => end > start ? 1 : 0;

    /// <summary>The first byte in which two ids differ.</summary>
    private static int PartingOf(StreamId left, StreamId right)
    {
        ulong milliseconds = left.Milliseconds ^ right.Milliseconds;
        return milliseconds != 0
            ? (int)ulong.LeadingZeroCount(milliseconds) / 8
            : 8 + (int)ulong.LeadingZeroCount(left.Sequence ^ right.Sequence) / 8;
    }
}
