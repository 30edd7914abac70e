using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>
/// Quicksort with the median of three, comparison for comparison as PUC Lua makes it: scripts with an order that is
/// none get the same result and the same error.
/// </content>
public static partial class TableLibrary
{
    private static int Sort(LuaCall call)
    {
        LuaTable table = call.CheckTable(1);
        int length = table.Length;
        LuaFunction? order = call[2].IsNil ? null : call.CheckFunction(2);
        call.Thread.CheckWritable(table);
        Sort(call, table, order, 1, length);
        return call.Return();
    }

    // Recurs into the smaller part, so the depth is logarithmic.
    private static void Sort(LuaCall call, LuaTable table, LuaFunction? order, int low, int high)
    {
        while (low < high)
        {
            if (IsLess(call, order, table[high], table[low]))
            {
                Swap(table, low, high);
            }

            if (high - low == 1)
            {
                break;
            }

            int middle = (low + high) / 2;
            if (IsLess(call, order, table[middle], table[low]))
            {
                Swap(table, middle, low);
            }
            else if (IsLess(call, order, table[high], table[middle]))
            {
                Swap(table, middle, high);
            }

            if (high - low == 2)
            {
                break;
            }

            LuaValue pivot = table[middle];
            Swap(table, middle, high - 1);
            int split = Partition(call, table, order, low, high, pivot);
            Swap(table, high - 1, split);
            if (split - low < high - split)
            {
                Sort(call, table, order, low, split - 1);
                low = split + 1;
            }
            else
            {
                Sort(call, table, order, split + 1, high);
                high = split - 1;
            }
        }
    }

    private static int Partition(LuaCall call, LuaTable table, LuaFunction? order, int low, int high, in LuaValue pivot)
    {
        int i = low;
        int j = high - 1;
        while (true)
        {
            while (IsLess(call, order, table[++i], pivot))
            {
                if (i > high)
                {
                    throw call.Error("invalid order function for sorting");
                }
            }

            while (IsLess(call, order, pivot, table[--j]))
            {
                if (j < low)
                {
                    throw call.Error("invalid order function for sorting");
                }
            }

            if (j < i)
            {
                return i;
            }

            Swap(table, i, j);
        }
    }

    private static bool IsLess(LuaCall call, LuaFunction? order, in LuaValue left, in LuaValue right)
    {
        call.Work(1);
        return order is null
            ? Comparison.IsLess(call.Thread, left, right)
            : call.Invoke(order, left, right).IsTruthy;
    }

    private static void Swap(LuaTable table, int first, int second)
    {
        LuaValue kept = table[first];
        table[first] = table[second];
        table[second] = kept;
    }
}
