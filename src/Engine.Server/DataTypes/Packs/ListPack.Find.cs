namespace Engine.Server.DataTypes.Packs;

internal static partial class ListPack
{
    /// <summary>
    /// The position of the first element that clients see as <paramref name="value"/>, from the one at
    /// <paramref name="from"/> on.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <param name="from">Where the first candidate stands; -1 for nowhere.</param>
    /// <param name="value">What is sought.</param>
    /// <param name="skip">Elements to leave out after each candidate: 1 where fields and values alternate.</param>
    public static int Find(ReadOnlySpan<byte> pack, int from, ReadOnlySpan<byte> value, int skip)
    {
        if (from < 0)
            return -1;

        bool isInteger = Numbers.TryParse(value, out long integer);
        int position = from;
        while (pack[position] != End)
        {
            int encodedLength = EncodedLength(pack, position);
            bool matches = IsTextCode(pack[position])
                ? encodedLength > value.Length && TextOf(pack, position, encodedLength).SequenceEqual(value)
                : isInteger && IntegerOf(pack, position) == integer;
            if (matches)
                return position;

            position += encodedLength + PackEntry.LengthOfBackLength(encodedLength);
            for (int left = skip; left > 0 && pack[position] != End; left--)
                position += EntryLength(pack, position);
        }
        return -1;
    }
}
