using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Structs;

/// <summary>Reads a format option by option, and keeps the byte order and alignment that it sets.</summary>
internal ref struct StructFormat
{
    /// <summary>The size of the largest integer, in bytes.</summary>
    public const int MaxIntegerSize = 32;

    private const int DefaultIntegerSize = 4;
    private const int MaxAlignment = 8;

    private readonly LuaCall _call;
    private ReadOnlySpan<byte> _rest;
    private int _alignment = 1;

    public StructFormat(LuaCall call, ReadOnlySpan<byte> format)
    {
        _call = call;
        _rest = LuaNumber.UpToZero(format);
    }

    /// <summary>The letter of the present option.</summary>
    public byte Option { get; private set; }

    /// <summary>The bytes that the option takes; 0 for those whose size lies in the data, or that take none.</summary>
    public int Size { get; private set; }

    public bool IsBigEndian { get; private set; }

    public readonly bool IsInteger => "bBhHlLTiI"u8.Contains(Option);

    public readonly bool IsSigned => char.IsAsciiLetterLower((char)Option);

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Option = _rest[0];
        _rest = _rest[1..];
        Size = (char)Option switch
        {
            'b' or 'B' or 'x' => 1,
            'h' or 'H' => 2,
            'f' => 4,
            'l' or 'L' or 'T' or 'd' => 8,
            'c' => ReadNumber(1),
            'i' or 'I' => ReadIntegerSize(),
            _ => 0,
        };
        return true;
    }

    /// <summary>How many bytes align the option at a position.</summary>
    public readonly int PaddingAt(long position)
    {
        if (Size == 0 || Option == 'c')
        {
            return 0;
        }

        int size = Math.Min(Size, _alignment);
        return (int)(size - (position & (size - 1))) & (size - 1);
    }

    /// <summary>Applies an option that is none of data, or refuses it.</summary>
    public void ApplyControl()
    {
        switch ((char)Option)
        {
            case ' ':
                break;
            case '<' or '>':
                IsBigEndian = Option == '>';
                break;
            case '!':
                int alignment = ReadNumber(MaxAlignment);
                _alignment = int.IsPow2(alignment)
                    ? alignment
                    : throw _call.Error($"alignment {alignment} is not a power of 2");
                break;
            default:
                throw _call.Error(1, $"invalid format option '{LuaText.Latin1([Option])}'");
        }
    }

    private int ReadIntegerSize()
    {
        int size = ReadNumber(DefaultIntegerSize);
        return size <= MaxIntegerSize
            ? size
            : throw _call.Error($"integral size {size} is larger than limit of {MaxIntegerSize}");
    }

    private int ReadNumber(int otherwise)
    {
        int digits = _rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? _rest.Length : digits;
        if (digits == 0)
        {
            return otherwise;
        }

        long number = 0;
        foreach (byte digit in _rest[..digits])
        {
            number = (number * 10) + digit - '0';
            if (number > int.MaxValue)
            {
                throw _call.Error("integral size overflow");
            }
        }

        _rest = _rest[digits..];
        return (int)number;
    }
}
