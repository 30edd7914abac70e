using System.Numerics;
using System.Runtime.CompilerServices;
using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Json;

/// <summary>Reads a value from JSON.</summary>
internal ref struct JsonDecoder
{
    // What PUC Lua's stack holds for a function of the host, which bounds the nesting beside the setting.
    private const int MaxSlots = 8000;
    private const int ElementsOnStack = 256;

    private readonly LuaCall _call;
    private readonly JsonSettings _settings;
    private JsonReader _reader;
    private int _depth;
    private int _slots = 1;

    public JsonDecoder(LuaCall call, JsonSettings settings, ReadOnlySpan<byte> text)
    {
        _call = call;
        _settings = settings;
        _reader = new JsonReader(call, settings, text);
    }

    public LuaValue ReadDocument()
    {
        LuaValue value = ReadValue(_reader.Next());
        JsonToken behind = _reader.Next();
        return behind == JsonToken.End ? value : throw _reader.Unexpected("the end", behind);
    }

    private LuaValue ReadValue(JsonToken token)
    {
        switch (token)
        {
            case JsonToken.Text:
                return _call.CreateString(_reader.Text);
            case JsonToken.Number:
                return _reader.Number;
            case JsonToken.ObjectBegin:
                return ReadObject();
            case JsonToken.ListBegin:
                return ReadList();
            case JsonToken.True:
                return true;
            case JsonToken.False:
                return false;
            case JsonToken.Null:
                return LuaUserdata.Null;
            default:
                throw _reader.Unexpected("value", token);
        }
    }

    private LuaTable ReadObject()
    {
        Descend(slots: 3);
        var table = new LuaTable();
        JsonToken token = _reader.Next();
        if (token == JsonToken.ObjectEnd)
        {
            _depth--;
            return table;
        }

        SharedStrings keys = _call.State.Strings;
        _slots += 2;
        while (true)
        {
            if (token != JsonToken.Text)
            {
                throw _reader.Unexpected("object key string", token);
            }

            // Keys repeat, within a document and from one to the next.
            LuaString key = keys.Share(_reader.Text);
            if (!_reader.Skip((byte)':'))
            {
                throw _reader.Unexpected("colon", _reader.Next());
            }

            LuaValue value = ReadValue(_reader.Next());
            table.Slot(key) = value;
            if (!_reader.Skip((byte)','))
            {
                token = _reader.Next();
                if (token != JsonToken.ObjectEnd)
                {
                    throw _reader.Unexpected("comma or object end", token);
                }

                break;
            }

            token = _reader.Next();
        }

        _slots -= 2;
        _depth--;
        return table;
    }

    /// <summary>
    /// Reads some elements to the stack of the thread first, where their number shows how large the list must be.
    /// </summary>
    private LuaTable ReadList()
    {
        Descend(slots: 2);
        var list = new LuaTable();
        JsonToken token = _reader.Next();
        if (token == JsonToken.ListEnd)
        {
            _depth--;
            return list;
        }

        LuaThread thread = _call.Thread;
        int bottom = thread.Top;
        int count = 0;
        _slots++;
        while (true)
        {
            thread.Push(ReadValue(token));
            if (thread.Top - bottom == ElementsOnStack)
            {
                MoveElements(list, ref count, thread, bottom);
            }

            if (!_reader.Skip((byte)','))
            {
                break;
            }

            token = _reader.Next();
        }

        token = _reader.Next();
        if (token != JsonToken.ListEnd)
        {
            throw _reader.Unexpected("comma or array end", token);
        }

        MoveElements(list, ref count, thread, bottom);
        _slots--;
        _depth--;
        return list;
    }

    private static void MoveElements(LuaTable list, ref int count, LuaThread thread, int bottom)
    {
        ReadOnlySpan<LuaValue> elements = thread.Stack.AsSpan(bottom, thread.Top - bottom);
        int needed = count + elements.Length;
        if (needed > list.Array.Length)
        {
            // A list that grew element by element would have room for a power of two as well.
            list.Resize((int)BitOperations.RoundUpToPowerOf2((uint)needed), 0);
        }

        elements.CopyTo(list.Array.AsSpan(count));
        count = needed;
        thread.Top = bottom;
    }

    private void Descend(int slots)
    {
        _depth++;
        if (_depth > _settings.DecodeMaxDepth
            || _slots + slots > MaxSlots
            || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw _call.Error($"Found too many nested data structures ({_depth}) at character {_reader.Position}");
        }

        _call.Work(1);
    }
}
