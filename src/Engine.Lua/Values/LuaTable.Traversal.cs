using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Lua.Values;

/// <content>Traversal: the array, then the nodes by position.</content>
public sealed partial class LuaTable
{
    /// <summary>Moves to the entry after a key, as the function <c>next</c> does; nil starts.</summary>
    /// <param name="key">The last key; becomes the next one.</param>
    /// <param name="value">The value of the next key.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">The key is not in the table.</exception>
    public bool Next(ref LuaValue key, out LuaValue value)
    {
        return TryFindPosition(key, out int position)
            ? MoveNext(position, ref key, out value)
            : throw new ArgumentException("invalid key to 'next'", nameof(key));
    }

    /// <summary>Moves to the first entry from a position on.</summary>
    internal bool MoveNext(int position, ref LuaValue key, out LuaValue value)
    {
        for (; ; position++)
        {
            if (position < _array.Length)
            {
                if (!_array[position].IsNil)
                {
                    key = position + 1;
                    value = _array[position];
                    return true;
                }
            }
            else if (position - _array.Length < _nodes.Length)
            {
                ref Node node = ref _nodes[position - _array.Length];
                if (!node.Value.IsNil)
                {
                    key = node.Key;
                    value = node.Value;
                    return true;
                }
            }
            else
            {
                value = default;
                return false;
            }
        }
    }

    internal long PartsSize =>
        ((long)_array.Length * Unsafe.SizeOf<LuaValue>()) + ((long)HashCapacity * Unsafe.SizeOf<Node>());

    internal void VisitEntries(Action<object?> visit)
    {
        foreach (ref readonly LuaValue value in _array.AsSpan())
        {
            visit(value.Reference);
        }

        foreach (ref readonly Node node in _nodes.AsSpan())
        {
            visit(node.Key.Reference);
            visit(node.Value.Reference);
        }
    }

    /// <summary>Where a traversal goes on after a key; nil begins.</summary>
    // A key whose value has become nil keeps its node until the next rehash, so a traversal may clear entries.
    internal bool TryFindPosition(in LuaValue key, out int position)
    {
        position = 0;
        if (key.IsNil)
        {
            return true;
        }

        int integer = key.IsNumber ? LuaNumber.ToInt32(key.Double) : 0;
        if ((uint)(integer - 1) < (uint)_array.Length && integer == key.Double)
        {
            position = integer;
            return true;
        }

        ref LuaValue slot = ref Find(key);
        if (Unsafe.IsNullRef(ref slot))
        {
            return false;
        }

        nint offset = Unsafe.ByteOffset(
            ref Unsafe.As<Node, byte>(ref MemoryMarshal.GetArrayDataReference(_nodes)),
            ref Unsafe.As<LuaValue, byte>(ref slot));
        position = _array.Length + (int)(offset / Unsafe.SizeOf<Node>()) + 1;
        return true;
    }
}
