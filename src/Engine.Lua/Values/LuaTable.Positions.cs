namespace Engine.Lua.Values;

/// <content>Traversal by position, for host functions that write tables out.</content>
public sealed partial class LuaTable
{
    /// <summary>
    /// Finds the first entry at a position or after it, in the order of <see cref="Next"/>, and moves the position past
    /// it. Zero starts. Positions hold as long as no key is added.
    /// </summary>
    internal bool TryNext(ref int position, out LuaValue key, out LuaValue value)
    {
        LuaValue[] array = _array;
        for (; position < array.Length; position++)
        {
            if (!array[position].IsNil)
            {
                key = position + 1;
                value = array[position++];
                return true;
            }
        }

        return TryNextNode(ref position, out key, out value);
    }

    private bool TryNextNode(ref int position, out LuaValue key, out LuaValue value)
    {
        Node[] nodes = _nodes;
        int offset = _array.Length;
        while (position - offset < nodes.Length)
        {
            ref Node node = ref nodes[position++ - offset];
            if (!node.Value.IsNil)
            {
                key = node.Key;
                value = node.Value;
                return true;
            }
        }

        key = default;
        value = default;
        return false;
    }
}
