using System.Numerics;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>What tree nodes do with their arrays, each a span of the slots in use.</summary>
internal static class NodeSlots
{
    /// <summary>Shifts what begins at <paramref name="index"/> by one; the last slot was free.</summary>
    public static void Insert<T>(Span<T> slots, int index, T value)
    {
        slots[index..^1].CopyTo(slots[(index + 1)..]);
        slots[index] = value;
    }

    /// <summary>Shifts what follows <paramref name="index"/> by one, which frees the last slot.</summary>
    public static void Remove<T>(Span<T> slots, int index) => slots[(index + 1)..].CopyTo(slots[index..]);

    /// <summary>Shifts everything and puts the values first; that many of the last slots were free.</summary>
    public static void InsertFirst<T>(Span<T> slots, ReadOnlySpan<T> values)
    {
        slots[..^values.Length].CopyTo(slots[values.Length..]);
        values.CopyTo(slots);
    }

    /// <summary>Takes out the first values, as many as the destination holds, and shifts the others.</summary>
    public static void RemoveFirst<T>(Span<T> slots, Span<T> destination)
    {
        slots[..destination.Length].CopyTo(destination);
        slots[destination.Length..].CopyTo(slots);
    }

    public static int Sum(ReadOnlySpan<uint> values)
    {
        Vector<uint> sums = Vector<uint>.Zero;
        for (; values.Length >= Vector<uint>.Count; values = values[Vector<uint>.Count..])
            sums += new Vector<uint>(values);
        uint sum = Vector.Sum(sums);
        foreach (uint value in values)
            sum += value;
        return (int)sum;
    }
}
