using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>The functions on tables as lists.</summary>
public static partial class TableLibrary
{
    /// <summary>Enters the library into the globals as "table".</summary>
    public static void Open(LuaState state)
    {
        // The order of pairs is PUC Lua's where keys enter in its order a table of its size.
        var library = new LuaTable(0, 9);
        state.Register(library, "concat", Concat);
        state.Register(library, "foreach", ForEach);
        state.Register(library, "foreachi", ForEachIndex);
        state.Register(library, "getn", GetLength);
        state.Register(library, "maxn", LargestIndex);
        state.Register(library, "insert", Insert);
        state.Register(library, "remove", Remove);
        state.Register(library, "setn", SetLength);
        state.Register(library, "sort", Sort);
        state.Globals["table"] = library;
    }

    private static int Concat(LuaCall call)
    {
        LuaString separator = call.OptionalString(2) ?? LuaString.Empty;
        LuaTable table = call.CheckTable(1);
        int first = unchecked((int)call.OptionalInteger(3, 1));
        int last = call[4].IsNil ? table.Length : call.CheckInt32(4);
        long total = MeasureConcat(call, table, separator, first, last);
        call.CheckLength(total);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)total);
        Span<byte> rest = bytes;
        Span<byte> digits = stackalloc byte[LuaNumber.MaxTextLength];
        for (long i = first; i <= last; i++)
        {
            LuaValue item = table[(int)i];
            ReadOnlySpan<byte> text = item.Reference is LuaString value
                ? value.Span
                : digits[..LuaNumber.Format(item.Double, digits)];
            text.CopyTo(rest);
            rest = rest[text.Length..];
            if (i < last)
            {
                separator.Span.CopyTo(rest);
                rest = rest[separator.Length..];
            }
        }

        return call.Return(new LuaString(bytes));
    }

    private static long MeasureConcat(LuaCall call, LuaTable table, LuaString separator, int first, int last)
    {
        long total = 0;
        Span<byte> digits = stackalloc byte[LuaNumber.MaxTextLength];
        for (long i = first; i <= last; i++)
        {
            call.Work(1);
            LuaValue item = table[(int)i];
            if (item.Reference is LuaString text)
            {
                total += text.Length;
            }
            else if (item.IsNumber)
            {
                total += LuaNumber.Format(item.Double, digits);
            }
            else
            {
                throw call.Error(
                    $"invalid value ({LuaText.TypeName(item)}) at index {i} in table for 'concat'");
            }

            total += i < last ? separator.Length : 0;
        }

        return total;
    }

    private static int ForEach(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        LuaFunction function = call.CheckFunction(2);
        LuaValue key = default;
        while (table.Next(ref key, out LuaValue value))
        {
            LuaValue result = call.Invoke(function, key, value);
            if (!result.IsNil)
            {
                return call.Return(result);
            }
        }

        return call.Return();
    }

    private static int ForEachIndex(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        LuaFunction function = call.CheckFunction(2);
        int length = table.Length;
        for (int i = 1; i <= length; i++)
        {
            LuaValue result = call.Invoke(function, i, table[i]);
            if (!result.IsNil)
            {
                return call.Return(result);
            }
        }

        return call.Return();
    }

    private static int GetLength(LuaCall call) => call.Return(call.CheckTable(1).Length);

    private static int SetLength(LuaCall call)
    {
        call.CheckTable(1);
        throw call.Error("'setn' is obsolete");
    }

    private static int Insert(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        int position = table.Length + 1;
        switch (call.Count)
        {
            case 2:
                break;
            case 3:
                int end = position;
                position = call.CheckInt32(2);
                call.Thread.CheckWritable(table);
                for (int i = Math.Max(end, position); i > position; i--)
                {
                    call.Work(1);
                    table[i] = table[i - 1];
                }

                break;
            default:
                throw call.Error("wrong number of arguments to 'insert'");
        }

        call.Thread.CheckWritable(table);
        table[position] = call[call.Count];
        return call.Return();
    }

    private static int Remove(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        int length = table.Length;
        int position = unchecked((int)call.OptionalInteger(2, length));
        if (position < 1 || position > length)
        {
            return call.Return();
        }

        LuaValue removed = table[position];
        call.Thread.CheckWritable(table);
        for (; position < length; position++)
        {
            call.Work(1);
            table[position] = table[position + 1];
        }

        table[length] = default;
        return call.Return(removed);
    }

    private static int LargestIndex(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        call.Thread.WorkOn(table.PartsSize);
        double largest = 0;
        LuaValue key = default;
        while (table.Next(ref key, out _))
        {
            if (key.IsNumber && key.Double > largest)
            {
                largest = key.Double;
            }
        }

        return call.Return(largest);
    }
}
