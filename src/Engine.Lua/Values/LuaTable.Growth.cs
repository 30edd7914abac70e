using System.Numerics;

namespace Engine.Lua.Values;

/// <content>How the two parts are sized when a new key finds no free node.</content>
public sealed partial class LuaTable
{
    private const int MaxBits = 26;

    private static int CeilingLog2(int value) => value <= 1 ? 0 : BitOperations.Log2((uint)(value - 1)) + 1;

    /// <summary>Sizes both parts; what no longer fits the array goes to the hash.</summary>
    internal void Resize(int arraySize, int hashSize)
    {
        LuaValue[] oldArray = _array;
        Node[] oldNodes = _nodes;
        if (arraySize > oldArray.Length)
        {
            System.Array.Resize(ref _array, arraySize);
        }

        CreateNodes(hashSize);
        if (arraySize < oldArray.Length)
        {
            _array = oldArray[..arraySize];
            for (int i = arraySize; i < oldArray.Length; i++)
            {
                if (!oldArray[i].IsNil)
                {
                    Slot(i + 1) = oldArray[i];
                }
            }
        }

        for (int i = oldNodes.Length - 1; i >= 0; i--)
        {
            if (!oldNodes[i].Value.IsNil)
            {
                Slot(oldNodes[i].Key) = oldNodes[i].Value;
            }
        }
    }

    /// <summary>Makes room in the array for the items of a constructor.</summary>
    internal void ResizeArray(int size) => Resize(size, HashCapacity);

    /// <summary>How many nodes a table has that was made with room for so many keys.</summary>
    internal static int HashSizeFor(int hashCapacity) => hashCapacity == 0 ? 0 : 1 << CeilingLog2(hashCapacity);

    /// <summary>Gives a table without nodes other parts.</summary>
    internal void Furnish(LuaValue[] array, Node[] nodes)
    {
        _array = array;
        _nodes = nodes.Length == 0 ? NoNodes : nodes;
        _firstTaken = nodes.Length;
    }

    /// <summary>Takes its parts away, and all that was said of it.</summary>
    internal void Strip(out LuaValue[] array, out Node[] nodes)
    {
        array = _array;
        nodes = _nodes == NoNodes ? [] : _nodes;
        Furnish([], []);
        _metatable = null;
        _lacking = 0;
        IsReadOnly = false;
    }

    private void CreateNodes(int size)
    {
        _nodes = size == 0 ? NoNodes : new Node[HashSizeFor(size)];
        _firstTaken = size == 0 ? 0 : _nodes.Length;
    }

    /// <summary>
    /// Chooses the largest array of which more than half is used, with the key that is about to come.
    /// </summary>
    private void Rehash(in LuaValue extra)
    {
        // counts[i] is the number of keys k with 2^(i-1) < k <= 2^i.
        Span<int> counts = stackalloc int[MaxBits + 1];
        counts.Clear();
        int integers = CountArray(counts);
        int total = integers;
        for (int i = _nodes.Length - 1; i >= 0; i--)
        {
            if (!_nodes[i].Value.IsNil)
            {
                integers += CountInteger(_nodes[i].Key, counts);
                total++;
            }
        }

        integers += CountInteger(extra, counts);
        total++;
        int arraySize = ChooseArraySize(counts, integers, out int inArray);
        Resize(arraySize, total - inArray);
    }

    private static int ChooseArraySize(ReadOnlySpan<int> counts, int integers, out int inArray)
    {
        int sum = 0;
        int size = 0;
        inArray = 0;
        for (int i = 0, power = 1; power / 2 < integers && i <= MaxBits; i++, power *= 2)
        {
            if (counts[i] > 0)
            {
                sum += counts[i];
                if (sum > power / 2)
                {
                    size = power;
                    inArray = sum;
                }
            }

            if (sum == integers)
            {
                break;
            }
        }

        return size;
    }

    private int CountArray(Span<int> counts)
    {
        int total = 0;
        int index = 1;
        for (int i = 0, limit = 1; i <= MaxBits && index <= _array.Length; i++, limit *= 2)
        {
            int last = Math.Min(limit, _array.Length);
            for (; index <= last; index++)
            {
                if (!_array[index - 1].IsNil)
                {
                    counts[i]++;
                    total++;
                }
            }
        }

        return total;
    }

    private static int CountInteger(in LuaValue key, Span<int> counts)
    {
        int integer = key.IsNumber ? LuaNumber.ToInt32(key.Double) : 0;
        if (integer is <= 0 or > 1 << MaxBits || integer != key.Double)
        {
            return 0;
        }

        counts[CeilingLog2(integer)]++;
        return 1;
    }

    private int BorderInArray(int length)
    {
        int below = 0;
        int above = length;
        while (above - below > 1)
        {
            int middle = (below + above) / 2;
            if (_array[middle - 1].IsNil)
            {
                above = middle;
            }
            else
            {
                below = middle;
            }
        }

        return below;
    }

    private int BorderInHash(int length)
    {
        int below = length;
        int above = length + 1;
        while (!this[above].IsNil)
        {
            below = above;
            if (above > int.MaxValue / 2)
            {
                return BorderByCounting();
            }

            above *= 2;
        }

        while (above - below > 1)
        {
            int middle = (int)(((uint)below + (uint)above) / 2);
            if (this[middle].IsNil)
            {
                above = middle;
            }
            else
            {
                below = middle;
            }
        }

        return below;
    }

    // Somebody built the table to defeat the search.
    private int BorderByCounting()
    {
        int index = 1;
        while (!this[index].IsNil)
        {
            index++;
        }

        return index - 1;
    }
}
