namespace Engine.Lua.Libraries.Strings;

/// <summary>The classes that a pattern names by a letter after %, as ctype.h has them in the C locale.</summary>
internal static class CharacterClass
{
    // A bit for each class whose letter stands at that place.
    private const string Letters = "acdlpsuwxz";

    private static readonly ushort[] MaskOfLetter = CreateMasks();
    private static readonly ushort[] ClassesOf = CreateClasses();

    /// <summary>
    /// Whether a class contains a byte. An upper-case letter is the complement; any other byte is itself.
    /// </summary>
    public static bool Contains(byte letter, byte value)
    {
        ushort mask = MaskOfLetter[letter];
        return mask == 0 ? letter == value : (ClassesOf[value] & mask) != 0 != letter is >= (byte)'A' and <= (byte)'Z';
    }

    private static ushort[] CreateMasks()
    {
        var masks = new ushort[256];
        for (int i = 0; i < Letters.Length; i++)
        {
            masks[Letters[i]] = masks[char.ToUpperInvariant(Letters[i])] = (ushort)(1 << i);
        }

        return masks;
    }

    private static ushort[] CreateClasses()
    {
        var classes = new ushort[256];
        for (int value = 0; value < classes.Length; value++)
        {
            for (int i = 0; i < Letters.Length; i++)
            {
                classes[value] |= (ushort)(IsIn(Letters[i], (char)value) ? 1 << i : 0);
            }
        }

        return classes;
    }

    private static bool IsIn(char letter, char value) => char.IsAscii(value) && letter switch
    {
        'a' => char.IsAsciiLetter(value),
        'c' => char.IsControl(value),
        'd' => char.IsAsciiDigit(value),
        'l' => char.IsAsciiLetterLower(value),
        'p' => value is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(value),
        's' => value is ' ' or (>= '\t' and <= '\r'),
        'u' => char.IsAsciiLetterUpper(value),
        'w' => char.IsAsciiLetterOrDigit(value),
        'x' => char.IsAsciiHexDigit(value),
        _ => value == 0,
    };
}
