using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>Equality and order of any values.</summary>
internal static class Comparison
{
    public static bool Equals(LuaThread thread, in LuaValue left, in LuaValue right)
    {
        if (left.Equals(right))
        {
            return true;
        }

        return (left.Reference, right.Reference) switch
        {
            (LuaTable first, LuaTable second) => AskEquality(thread, left, right, first.Metatable, second.Metatable),
            (LuaUserdata first, LuaUserdata second) =>
                AskEquality(thread, left, right, first.Metatable, second.Metatable),
            _ => false,
        };
    }

    public static bool IsLess(LuaThread thread, in LuaValue left, in LuaValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Double < right.Double;
        }

        if (left.Reference is LuaString first && right.Reference is LuaString second)
        {
            return first.CompareTo(second) < 0;
        }

        return left.Type == right.Type
            && Metamethods.TryCallOrder(thread, left, right, Metamethod.LessThan, out bool less)
            ? less
            : throw thread.CompareError(left, right);
    }

    public static bool IsLessOrEqual(LuaThread thread, in LuaValue left, in LuaValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Double <= right.Double;
        }

        if (left.Reference is LuaString first && right.Reference is LuaString second)
        {
            return first.CompareTo(second) <= 0;
        }

        if (left.Type == right.Type)
        {
            if (Metamethods.TryCallOrder(thread, left, right, Metamethod.LessOrEqual, out bool result))
            {
                return result;
            }

            // a <= b is not b < a.
            if (Metamethods.TryCallOrder(thread, right, left, Metamethod.LessThan, out bool greater))
            {
                return !greater;
            }
        }

        throw thread.CompareError(left, right);
    }

    private static bool AskEquality(
        LuaThread thread, in LuaValue left, in LuaValue right, LuaTable? first, LuaTable? second)
    {
        LuaValue handler = Metamethods.GetFrequent(first, Metamethod.Equal);
        if (handler.IsNil || (first != second && handler != Metamethods.GetFrequent(second, Metamethod.Equal)))
        {
            return false;
        }

        return thread.Invoke(handler, [left, right]).IsTruthy;
    }
}
