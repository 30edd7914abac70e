using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>Concatenates consecutive values of the stack, as many as possible at once.</summary>
internal static class Concatenation
{
    // Numbers among so many operands are written without a string of their own.
    private const int MaxOnStack = 16;

    /// <summary>Leaves the result in the first slot.</summary>
    public static void Run(LuaThread thread, int first, int count)
    {
        while (count > 1)
        {
            int last = first + count - 1;
            ref LuaValue left = ref thread.Stack[last - 1];
            ref LuaValue right = ref thread.Stack[last];
            if (!IsText(left) || !IsText(right))
            {
                LuaValue result = CallMetamethod(thread, last);
                thread.Stack[last - 1] = result;
                count--;
                continue;
            }

            int texts = 2;
            while (texts < count && IsText(thread.Stack[last - texts]))
            {
                texts++;
            }

            int start = last - texts + 1;
            thread.Stack[start] = Join(thread, thread.Stack.AsSpan(start, texts));
            count -= texts - 1;
        }
    }

    private static bool IsText(in LuaValue value) => value.Reference is LuaString || value.IsNumber;

    private static LuaValue CallMetamethod(LuaThread thread, int right)
    {
        LuaValue first = thread.Stack[right - 1];
        LuaValue second = thread.Stack[right];
        if (Metamethods.TryCallBinary(thread, first, second, Metamethod.Concat, out LuaValue result))
        {
            return result;
        }

        throw thread.TypeError(IsText(first) ? right : right - 1, "concatenate");
    }

    private static LuaString Join(LuaThread thread, Span<LuaValue> parts)
    {
        Span<byte> numbers = stackalloc byte[MaxOnStack * LuaNumber.MaxTextLength];
        Span<int> lengths = stackalloc int[MaxOnStack];
        long total = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            ref LuaValue part = ref parts[i];
            if (part.Reference is LuaString text)
            {
                total += text.Length;
            }
            else if (i < MaxOnStack)
            {
                lengths[i] = LuaNumber.Format(part.Double, numbers.Slice(i * LuaNumber.MaxTextLength));
                total += lengths[i];
            }
            else
            {
                LuaString converted = LuaNumber.ToLuaString(part.Double);
                part = converted;
                total += converted.Length;
            }
        }

        thread.State.Memory.Announce(total);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)total);
        Span<byte> rest = bytes;
        for (int i = 0; i < parts.Length; i++)
        {
            ReadOnlySpan<byte> part = parts[i].Reference is LuaString text
                ? text.Span
                : numbers.Slice(i * LuaNumber.MaxTextLength, lengths[i]);
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return new LuaString(bytes);
    }
}
