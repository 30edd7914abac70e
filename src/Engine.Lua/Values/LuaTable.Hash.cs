using System.Runtime.CompilerServices;

namespace Engine.Lua.Values;

/// <content>The hash part: where a key stands, and how a new one finds its place.</content>
public sealed partial class LuaTable
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref LuaValue FindInChain(Node[] nodes, ref Node node, LuaString key)
    {
        while (true)
        {
            object? candidate = node.Key.Reference;
            if (candidate == key || (candidate is LuaString text && text.Hash == key.Hash && text.ContentEquals(key)))
            {
                return ref node.Value;
            }

            if (node.Next == 0)
            {
                return ref Unsafe.NullRef<LuaValue>();
            }

            node = ref nodes[node.Next - 1];
        }
    }

    private ref LuaValue FindNumber(double key)
    {
        Node[] nodes = _nodes;
        ref Node node = ref nodes[PositionOf(key, nodes.Length)];
        while (true)
        {
            if (node.Key.Reference == TypeTag.Number && node.Key.Double == key)
            {
                return ref node.Value;
            }

            if (node.Next == 0)
            {
                return ref Unsafe.NullRef<LuaValue>();
            }

            node = ref nodes[node.Next - 1];
        }
    }

    private ref LuaValue FindReference(object? key)
    {
        if (key is null)
        {
            return ref Unsafe.NullRef<LuaValue>();
        }

        Node[] nodes = _nodes;
        ref Node node = ref nodes[PositionOf(key, nodes.Length)];
        while (true)
        {
            if (node.Key.Reference == key)
            {
                return ref node.Value;
            }

            if (node.Next == 0)
            {
                return ref Unsafe.NullRef<LuaValue>();
            }

            node = ref nodes[node.Next - 1];
        }
    }

    /// <summary>
    /// Adds a key that the table lacks. When its main position is taken by a key that belongs elsewhere, that one moves
    /// to a free node; otherwise the new key takes the free node and joins the chain.
    /// </summary>
    private ref LuaValue Insert(scoped in LuaValue key)
    {
        int position = MainPosition(key);
        ref Node main = ref _nodes[position];
        if (!main.Value.IsNil || _nodes == NoNodes)
        {
            int free = TakeFreeNode();
            if (free < 0)
            {
                Rehash(key);
                return ref Slot(key);
            }

            int other = MainPosition(main.Key);
            if (other != position)
            {
                MoveNode(other, position, free);
            }
            else
            {
                _nodes[free].Next = main.Next;
                main.Next = free + 1;
                main = ref _nodes[free];
            }
        }

        main.Key = key;
        return ref main.Value;
    }

    private void MoveNode(int chain, int from, int to)
    {
        Node[] nodes = _nodes;
        while (nodes[chain].Next != from + 1)
        {
            chain = nodes[chain].Next - 1;
        }

        nodes[chain].Next = to + 1;
        nodes[to] = nodes[from];
        nodes[from].Next = 0;
        nodes[from].Value = default;
    }

    private int TakeFreeNode()
    {
        while (--_firstTaken >= 0)
        {
            if (_nodes[_firstTaken].Key.IsNil)
            {
                return _firstTaken;
            }
        }

        return -1;
    }

    private int MainPosition(in LuaValue key)
    {
        int size = _nodes.Length;
        return key.Reference switch
        {
            LuaString text => text.Hash & (size - 1),
            null => 0,
            _ => key.IsNumber ? PositionOf(key.Double, size) : PositionOf(key.Reference, size),
        };
    }

    private static int PositionOf(object key, int size) => key is LuaObject
        ? (int)((uint)RuntimeHelpers.GetHashCode(key) % (uint)((size - 1) | 1))
        : (key == TypeTag.True ? 1 : 0) & (size - 1);

    // Both zeros go to the first node; the rest by the sum of their halves, modulo an odd number.
    private static int PositionOf(double key, int size)
    {
        if (key == 0)
        {
            return 0;
        }

        ulong bits = BitConverter.DoubleToUInt64Bits(key);
        return (int)(((uint)bits + (uint)(bits >> 32)) % (uint)((size - 1) | 1));
    }
}
