using System.Buffers;
using System.Runtime.CompilerServices;
using Engine.Lua.Execution;
using Engine.Lua.Libraries.Strings;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Json;

/// <summary>Writes a value as JSON.</summary>
internal ref struct JsonEncoder
{
    // What PUC Lua's stack holds for a function of the host, which bounds the nesting beside the setting.
    private const int MaxSlots = 8000;
    private const int SlotsPerTable = 3;
    private const int LongestEscape = 6;

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), .. "\"\\/\x7f"u8]);

    private readonly LuaCall _call;
    private readonly JsonSettings _settings;
    private ByteWriter _writer;
    private int _depth;
    private int _slots = 1;

    public JsonEncoder(LuaCall call, JsonSettings settings)
    {
        _call = call;
        _settings = settings;
        _writer = new ByteWriter(call.State);
    }

    public readonly LuaString ToLuaString() => _writer.ToLuaString();

    public readonly void Dispose() => _writer.Dispose();

    public void Append(in LuaValue value)
    {
        switch (value.Reference)
        {
            case LuaString text:
                AppendString(text.Span);
                break;
            case LuaTable table:
                AppendTable(table);
                break;
            case null:
                _writer.Append("null"u8);
                break;
            default:
                AppendOther(value);
                break;
        }
    }

    private void AppendOther(in LuaValue value)
    {
        if (value.IsNumber)
        {
            AppendNumber(value.Double);
        }
        else if (value.Type == LuaType.Boolean)
        {
            _writer.Append(value.IsTruthy ? "true"u8 : "false"u8);
        }
        else if (value.Reference == LuaUserdata.Null)
        {
            _writer.Append("null"u8);
        }
        else
        {
            throw Error(value.Type, "type not supported");
        }
    }

    private void AppendTable(LuaTable table)
    {
        _depth++;
        if (_depth > _settings.EncodeMaxDepth
            || _slots + SlotsPerTable > MaxSlots
            || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw _call.Error($"Cannot serialise, excessive nesting ({_depth})");
        }

        _call.Work(1);
        int length = ListLengthOf(table);
        if (length > 0)
        {
            AppendList(table, length);
        }
        else
        {
            AppendObject(table);
        }

        _depth--;
    }

    /// <summary>The last index of a table whose keys are all indexes; otherwise not positive.</summary>
    private readonly int ListLengthOf(LuaTable table)
    {
        int last = 0;
        int count = 0;
        int position = 0;
        while (table.TryNext(ref position, out LuaValue key, out _))
        {
            if (!key.IsNumber || key.Double < 1 || Math.Floor(key.Double) != key.Double)
            {
                return -1;
            }

            // An index that is no int becomes the smallest, and the table an object.
            last = key.Double > last ? LuaNumber.ToInt32(key.Double) : last;
            count++;
        }

        bool isSparse = _settings.SparseRatio > 0
            && last > unchecked(count * _settings.SparseRatio)
            && last > _settings.SparseSafe;
        if (isSparse && !_settings.ConvertsSparseLists)
        {
            throw Error(LuaType.Table, "excessively sparse array");
        }

        return isSparse ? -1 : last;
    }

    private void AppendList(LuaTable table, int length)
    {
        byte separator = (byte)'[';
        _slots++;
        for (int i = 1; i <= length; i++)
        {
            _writer.Append(separator);
            separator = (byte)',';
            Append(table[i]);
        }

        _slots--;
        _writer.Append((byte)']');
    }

    private void AppendObject(LuaTable table)
    {
        byte separator = (byte)'{';
        int position = 0;
        _slots += 2;
        while (table.TryNext(ref position, out LuaValue key, out LuaValue value))
        {
            _writer.Append(separator);
            separator = (byte)',';
            AppendKey(key);
            _writer.Append((byte)':');
            Append(value);
        }

        _slots -= 2;
        if (separator == '{')
        {
            _writer.Append((byte)'{');
        }

        _writer.Append((byte)'}');
    }

    private void AppendKey(in LuaValue key)
    {
        if (key.Reference is LuaString text)
        {
            AppendString(text.Span);
        }
        else if (key.IsNumber)
        {
            _writer.Append((byte)'"');
            AppendNumber(key.Double);
            _writer.Append((byte)'"');
        }
        else
        {
            throw Error(key.Type, "table key must be a number or string");
        }
    }

    private void AppendNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            AppendInvalidNumber(number);
            return;
        }

        Span<byte> target = _writer.Reserve(LuaNumber.MaxTextLength);
        _writer.Advance(_settings.NumberPrecision == JsonSettings.MaxPrecision
            ? LuaNumber.Format(number, target)
            : FloatFormat.WriteGeneral(number, _settings.NumberPrecision, target));
    }

    private void AppendInvalidNumber(double number)
    {
        switch (_settings.EncodeInvalidNumbers)
        {
            case JsonInvalidNumbers.Refuse:
                throw Error(LuaType.Number, "must not be NaN or Inf");
            case JsonInvalidNumbers.WriteNull:
                _writer.Append("null"u8);
                break;
            default:
                _writer.Append(double.IsNaN(number) ? "nan"u8 : number > 0 ? "inf"u8 : "-inf"u8);
                break;
        }
    }

    private void AppendString(ReadOnlySpan<byte> text)
    {
        Span<byte> target = _writer.Reserve(text.Length + 2L);
        int clean = text.IndexOfAny(Escaped);
        if (clean < 0)
        {
            target[0] = (byte)'"';
            text.CopyTo(target[1..]);
            target[text.Length + 1] = (byte)'"';
            _writer.Advance(text.Length + 2);
            return;
        }

        _writer.Append((byte)'"');
        for (; clean >= 0; clean = text.IndexOfAny(Escaped))
        {
            _writer.Append(text[..clean]);
            AppendEscape(text[clean]);
            text = text[(clean + 1)..];
        }

        _writer.Append(text);
        _writer.Append((byte)'"');
    }

    private void AppendEscape(byte value)
    {
        Span<byte> target = _writer.Reserve(LongestEscape);
        target[0] = (byte)'\\';
        byte letter = value switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            (byte)'"' or (byte)'\\' or (byte)'/' => value,
            _ => (byte)'u',
        };
        target[1] = letter;
        if (letter != 'u')
        {
            _writer.Advance(2);
            return;
        }

        "00"u8.CopyTo(target[2..]);
        target[4] = (byte)('0' + (value >> 4));
        target[5] = "0123456789abcdef"u8[value & 0xf];
        _writer.Advance(LongestEscape);
    }

    private readonly LuaException Error(LuaType type, string reason) =>
        _call.Error($"Cannot serialise {LuaText.NameOf(type)}: {reason}");
}
