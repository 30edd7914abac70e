namespace Engine.Server.DataTypes;

/// <summary>
/// Glob-style patterns as KEYS, SCAN and PSUBSCRIBE know them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a-z]</c>, <c>\</c> to take a character
/// as it is. Only the last star is ever retried, so no pattern takes more than pattern times text steps.
/// </summary>
internal static class GlobPattern
{
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase = false)
    {
        int patternAt = 0;
        int textAt = 0;
        int starAt = -1;
        int starText = 0;
        while (textAt < text.Length)
        {
            if (patternAt < pattern.Length && pattern[patternAt] == (byte)'*')
            {
                starAt = patternAt++;
                starText = textAt;
            }
            else if (patternAt < pattern.Length && MatchesOne(pattern, ref patternAt, text[textAt], ignoreCase))
            {
                textAt++;
            }
            else if (starAt >= 0)
            {
                patternAt = starAt + 1;
                textAt = ++starText;
            }
            else
            {
                return false;
            }
        }

        while (patternAt < pattern.Length && pattern[patternAt] == (byte)'*')
            patternAt++;
        return patternAt == pattern.Length;
    }

    /// <summary>Matches one character with the element at <paramref name="at"/> and moves behind the element.</summary>
    private static bool MatchesOne(ReadOnlySpan<byte> pattern, ref int at, byte character, bool ignoreCase)
    {
        byte element = pattern[at++];
        switch (element)
        {
            case (byte)'?':
                return true;
            case (byte)'[':
                return MatchesClass(pattern, ref at, character, ignoreCase);
            case (byte)'\\' when at < pattern.Length:
                element = pattern[at++];
                break;
        }

        return Fold(element, ignoreCase) == Fold(character, ignoreCase);
    }

    /// <summary>A class that is not closed ends with the pattern.</summary>
    private static bool MatchesClass(ReadOnlySpan<byte> pattern, ref int at, byte character, bool ignoreCase)
    {
        bool isNegated = at < pattern.Length && pattern[at] == (byte)'^';
        if (isNegated)
            at++;
        byte folded = Fold(character, ignoreCase);
        bool isMember = false;
        while (at < pattern.Length && pattern[at] != (byte)']')
        {
            if (pattern[at] == (byte)'\\' && at + 1 < pattern.Length)
            {
                at++;
                isMember |= pattern[at++] == character;
            }
            else if (at + 2 < pattern.Length && pattern[at + 1] == (byte)'-')
            {
                byte first = Fold(pattern[at], ignoreCase);
                byte last = Fold(pattern[at + 2], ignoreCase);
                isMember |= folded >= Math.Min(first, last) && folded <= Math.Max(first, last);
                at += 3;
            }
            else
            {
                isMember |= Fold(pattern[at++], ignoreCase) == folded;
            }
        }

        if (at < pattern.Length)
            at++;
        return isMember != isNegated;
    }

    private static byte Fold(byte character, bool ignoreCase) =>
        ignoreCase && character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character | 0x20) : character;
}
