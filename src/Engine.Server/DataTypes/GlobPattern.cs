namespace Engine.Server.DataTypes;

/// <summary>
/// Patterns as KEYS, SCAN, PSUBSCRIBE and CONFIG GET take them: <c>*</c>, <c>?</c>, classes in brackets, and the
/// backslash to take the next character as it is. Odd patterns, such as a class that does not end, mean what they mean
/// to Redis.
/// </summary>
internal static class GlobPattern
{
    /// <summary>
    /// Whether the pattern describes the whole text. After a mismatch only the last star takes one character more: what
    /// an earlier star could gain by that, the last one gains too. So time is bounded by the product of both lengths.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase = false)
    {
        const int None = -1;
        int p = 0;
        int t = 0;
        int behindStar = None;
        int starEnd = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                p = SkipStars(pattern, p);
                if (p == pattern.Length)
                    return true;
                (behindStar, starEnd) = (p, t);
            }
            else if (p < pattern.Length && TakeOne(pattern, ref p, text[t], ignoreCase))
            {
                t++;
                p = t == text.Length ? SkipStars(pattern, p) : p;
            }
            else if (behindStar == None)
            {
                return false;
            }
            else
            {
                (p, t) = (behindStar, ++starEnd);
            }
        }

        return p == pattern.Length;
    }

    private static int SkipStars(ReadOnlySpan<byte> pattern, int index)
    {
        while (index < pattern.Length && pattern[index] == '*')
            index++;
        return index;
    }

    /// <summary>
    /// Moves behind what stands for one character in the pattern and tells whether it stands for this one.
    /// </summary>
    private static bool TakeOne(ReadOnlySpan<byte> pattern, ref int index, byte character, bool ignoreCase)
    {
        switch (pattern[index])
        {
            case (byte)'?':
                index++;
                return true;
            case (byte)'[':
                return TakeClass(pattern, ref index, character, ignoreCase);
            case (byte)'\\' when index + 1 < pattern.Length:
                index++;
                break;
        }

        return AreEqual(pattern[index++], character, ignoreCase);
    }

    private static bool TakeClass(ReadOnlySpan<byte> pattern, ref int index, byte character, bool ignoreCase)
    {
        int i = index + 1;
        bool isNegated = i < pattern.Length && pattern[i] == '^';
        if (isNegated)
            i++;
        bool isMember = false;
        while (i < pattern.Length && pattern[i] != ']')
        {
            int rest = pattern.Length - i;
            if (pattern[i] == '\\' && rest >= 2)
            {
                // An escaped member is compared with its case even when case is ignored otherwise.
                isMember |= pattern[i + 1] == character;
                i += 2;
            }
            else if (rest >= 3 && pattern[i + 1] == '-')
            {
                isMember |= IsBetween(pattern[i], pattern[i + 2], character, ignoreCase);
                i += 3;
            }
            else
            {
                isMember |= AreEqual(pattern[i], character, ignoreCase);
                i++;
            }
        }

        // A class without end is taken to end with the pattern.
        index = Math.Min(i + 1, pattern.Length);
        return isMember != isNegated;
    }

    /// <summary>Bounds in either order. Characters are signed, as in C on x86.</summary>
    private static bool IsBetween(byte first, byte second, byte character, bool ignoreCase)
    {
        int low = Math.Min((sbyte)first, (sbyte)second);
        int high = Math.Max((sbyte)first, (sbyte)second);
        int value = (sbyte)character;
        if (ignoreCase)
            (low, high, value) = (Lower(low), Lower(high), Lower(value));
        return value >= low && value <= high;
    }

    private static bool AreEqual(byte first, byte second, bool ignoreCase) =>
        first == second || (ignoreCase && Lower(first) == Lower(second));

    /// <summary>As C's <c>tolower</c>, which takes characters below -1 for unsigned ones.</summary>
    private static int Lower(int character) => character switch
    {
        >= 'A' and <= 'Z' => character + ('a' - 'A'),
        < -1 => character + 256,
        _ => character,
    };
}
