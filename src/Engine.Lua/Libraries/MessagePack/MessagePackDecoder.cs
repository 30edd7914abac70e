using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.MessagePack;

/// <summary>Reads values of MessagePack; binary data and extensions are refused.</summary>
internal ref struct MessagePackDecoder
{
    private const int MaxSlots = 8000;

    private readonly LuaCall _call;
    private readonly ReadOnlySpan<byte> _data;

    // The slots that PUC Lua would have taken; they bound the nesting and the number of results.
    private int _slots;

    public MessagePackDecoder(LuaCall call, ReadOnlySpan<byte> data, int position, int slots)
    {
        _call = call;
        _data = data;
        Position = position;
        _slots = slots;
    }

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _data.Length;

    /// <summary>Reads a value. Its slot stays taken.</summary>
    public LuaValue Read()
    {
        if (IsAtEnd)
        {
            throw MissingBytes();
        }

        CheckSlot("too many return values at once; use unpack_one or unpack_limit instead.");
        byte code = _data[Position];
        switch (code)
        {
            case <= 0x7f or >= 0xe0:
                Position++;
                return Take((sbyte)code);
            case <= 0x8f:
                Position++;
                return ReadMap(code & 0xfu);
            case <= 0x9f:
                Position++;
                return ReadList(code & 0xfu);
            case <= 0xbf:
                return ReadString(1, code & 0x1fu);
            case 0xc0:
                Position++;
                return Take(default);
            case 0xc2 or 0xc3:
                Position++;
                return Take(code == 0xc3);
            case 0xd9 or 0xda or 0xdb:
                int size = 1 << (code - 0xd9);
                return ReadString(1 + size, Peek(size));
            case 0xdc or 0xdd:
                return ReadList(ReadLength(sizeof(ushort) << (code - 0xdc)));
            case 0xde or 0xdf:
                return ReadMap(ReadLength(sizeof(ushort) << (code - 0xde)));
            default:
                return Take(ReadNumber(code));
        }
    }

    /// <summary>Refuses to go on when PUC Lua would have no slot left.</summary>
    public readonly void CheckSlot(string message)
    {
        if (_slots >= MaxSlots)
        {
            throw _call.Error($"stack overflow ({message})");
        }
    }

    private double ReadNumber(byte code)
    {
        int size = code switch
        {
            0xcc or 0xd0 => sizeof(byte),
            0xcd or 0xd1 => sizeof(ushort),
            0xca or 0xce or 0xd2 => sizeof(uint),
            0xcb or 0xcf or 0xd3 => sizeof(ulong),
            _ => throw _call.Error("Bad data format in input."),
        };
        ulong bits = Peek(size);
        Position += 1 + size;
        return code switch
        {
            0xca => BitConverter.UInt32BitsToSingle((uint)bits),
            0xcb => BitConverter.UInt64BitsToDouble(bits),
            0xd0 => (sbyte)bits,
            0xd1 => (short)bits,
            0xd2 => (int)bits,
            // Integers without sign are integers with one by the time that they are numbers of Lua.
            _ => (long)bits,
        };
    }

    private LuaValue ReadString(int header, ulong length)
    {
        if ((ulong)(_data.Length - Position - header) < length)
        {
            throw MissingBytes();
        }

        LuaString text = _call.CreateString(_data.Slice(Position + header, (int)length));
        Position += header + (int)length;
        return Take(text);
    }

    private LuaValue ReadList(ulong length)
    {
        BeginTable();
        CheckSlot("in function mp_decode_to_lua_array");
        var list = new LuaTable();
        for (ulong i = 1; i <= length; i++)
        {
            _slots++;
            list[(int)i] = Read();
            _slots -= 2;
        }

        return list;
    }

    private LuaValue ReadMap(ulong length)
    {
        BeginTable();
        var map = new LuaTable();
        for (ulong i = 0; i < length; i++)
        {
            LuaValue key = Read();
            LuaValue value = Read();
            Indexing.SetRaw(_call.Thread, map, key, value);
            _slots -= 2;
        }

        return map;
    }

    private void BeginTable()
    {
        _call.Work(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw _call.Error("stack overflow");
        }

        _slots++;
    }

    private LuaValue Take(LuaValue value)
    {
        _slots++;
        return value;
    }

    private ulong ReadLength(int size)
    {
        ulong length = Peek(size);
        Position += 1 + size;
        return length;
    }

    /// <summary>The unsigned integer behind the code.</summary>
    private readonly ulong Peek(int size)
    {
        ReadOnlySpan<byte> rest = _data[(Position + 1)..];
        if (rest.Length < size)
        {
            throw MissingBytes();
        }

        return size switch
        {
            sizeof(byte) => rest[0],
            sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(rest),
            sizeof(uint) => BinaryPrimitives.ReadUInt32BigEndian(rest),
            _ => BinaryPrimitives.ReadUInt64BigEndian(rest),
        };
    }

    private readonly LuaException MissingBytes() => _call.Error("Missing bytes in input.");
}
