using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes;

/// <summary>Which encoding suits a string, by Redis's rules.</summary>
internal static class StringEncoding
{
    /// <summary>The longest string that Redis stores together with its object header.</summary>
    public const int EmbStrLimit = 44;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseInteger(ReadOnlySpan<byte> text, out long value)
    {
        // Few strings start like a number, so most are told apart by their first character.
        value = 0;
        if ((uint)(text.Length - 1) >= Numbers.LongLength)
            return false;
        byte first = text[0];
        return (first == (byte)'-' || (uint)(first - '0') <= 9) && Numbers.TryParse(text, out value);
    }

    public static ValueEncoding For(ReadOnlySpan<byte> text) =>
        text.Length <= EmbStrLimit ? ValueEncoding.EmbStr : ValueEncoding.Raw;
}
