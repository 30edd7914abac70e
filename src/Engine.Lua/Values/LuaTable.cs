using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Lua.Values;

/// <summary>
/// An associative array: an array for keys 1 to n, and a hash table with chained scatter and Brent's variation for the
/// rest. Layout, hashes and growth are those of PUC Lua 5.1, because the order of pairs and the border that
/// <c>#</c> finds show them to scripts.
/// </summary>
public sealed partial class LuaTable : LuaObject
{
    // Stands for an empty hash part, so that a look-up needs no branch for it. Nobody writes to it.
    private static readonly Node[] NoNodes = new Node[1];

    private LuaValue[] _array;
    private Node[] _nodes;
    private LuaTable? _metatable;

    // The nodes from here on are taken.
    private int _firstTaken;

    // A bit for each metamethod that this table, used as a metatable, is known to lack.
    private byte _lacking;

    /// <summary>Creates a table.</summary>
    /// <param name="arrayCapacity">Room for keys 1 to this.</param>
    /// <param name="hashCapacity">Room for other keys.</param>
    public LuaTable(int arrayCapacity = 0, int hashCapacity = 0)
    {
        _array = arrayCapacity == 0 ? [] : new LuaValue[arrayCapacity];
        _nodes = NoNodes;
        if (hashCapacity > 0)
        {
            CreateNodes(hashCapacity);
        }
    }

    /// <inheritdoc/>
    public override LuaType Type => LuaType.Table;

    /// <summary>What the table does where it alone does not suffice; null for nothing.</summary>
    public LuaTable? Metatable
    {
        get => _metatable;
        set => _metatable = value;
    }

    /// <summary>
    /// Whether scripts are refused any change of the table and of its metatable. The host can still change it.
    /// </summary>
    public bool IsReadOnly { get; set; }

    /// <summary>A border, as the operator <c>#</c> finds it: t[n] is not nil and t[n + 1] is.</summary>
    public int Length
    {
        get
        {
            int length = _array.Length;
            if (length > 0 && _array[length - 1].IsNil)
            {
                return BorderInArray(length);
            }

            return _nodes == NoNodes ? length : BorderInHash(length);
        }
    }

    internal LuaValue[] Array => _array;

    internal int HashCapacity => _nodes == NoNodes ? 0 : _nodes.Length;

    /// <summary>The value of a key without metamethods. Setting to nil removes it.</summary>
    /// <exception cref="ArgumentException">A key that is set is nil or not a number.</exception>
    public LuaValue this[LuaValue key]
    {
        get
        {
            ref LuaValue found = ref Find(key);
            return Unsafe.IsNullRef(ref found) ? default : found;
        }
        set => Slot(key) = value;
    }

    /// <summary>The value of a text key.</summary>
    public LuaValue this[string key]
    {
        get => this[LuaString.FromText(key)];
        set => this[LuaString.FromText(key)] = value;
    }

    /// <summary>The value of a string key.</summary>
    public LuaValue this[LuaString key]
    {
        get
        {
            ref LuaValue found = ref Find(key);
            return Unsafe.IsNullRef(ref found) ? default : found;
        }
        set => Slot(key) = value;
    }

    /// <summary>The value of an index.</summary>
    public LuaValue this[int index]
    {
        get
        {
            ref LuaValue found = ref Find(index);
            return Unsafe.IsNullRef(ref found) ? default : found;
        }
        set => Slot(index) = value;
    }

    /// <summary>The slot of a key, or a null reference when it has none.</summary>
    internal ref LuaValue Find(scoped in LuaValue key)
    {
        if (key.Reference is LuaString text)
        {
            return ref Find(text);
        }

        if (key.Reference == TypeTag.Number)
        {
            int integer = LuaNumber.ToInt32(key.Double);
            return ref integer == key.Double ? ref Find(integer) : ref FindNumber(key.Double);
        }

        return ref FindReference(key.Reference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref LuaValue Find(int index)
    {
        LuaValue[] array = _array;
        if ((uint)(index - 1) < (uint)array.Length)
        {
            return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
        }

        return ref FindNumber(index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref LuaValue Find(LuaString key)
    {
        Node[] nodes = _nodes;
        ref Node node = ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(nodes), key.Hash & (nodes.Length - 1));
        return ref node.Key.Reference == key ? ref node.Value : ref FindInChain(nodes, ref node, key);
    }

    /// <summary>The slot of a key, created when there is none. The caller then writes a value to it.</summary>
    internal ref LuaValue Slot(scoped in LuaValue key)
    {
        _lacking = 0;
        ref LuaValue found = ref Find(key);
        if (!Unsafe.IsNullRef(ref found))
        {
            return ref found;
        }

        CheckKey(key);
        return ref Insert(key);
    }

    internal ref LuaValue Slot(int index)
    {
        ref LuaValue found = ref Find(index);
        return ref Unsafe.IsNullRef(ref found) ? ref Insert(index) : ref found;
    }

    internal ref LuaValue Slot(LuaString key)
    {
        _lacking = 0;
        ref LuaValue found = ref Find(key);
        return ref Unsafe.IsNullRef(ref found) ? ref Insert(key) : ref found;
    }

    private static void CheckKey(in LuaValue key)
    {
        if (key.IsNil)
        {
            throw new ArgumentException("table index is nil", nameof(key));
        }

        if (key.IsNumber && double.IsNaN(key.Double))
        {
            throw new ArgumentException("table index is NaN", nameof(key));
        }
    }

    internal struct Node
    {
        public LuaValue Key;
        public LuaValue Value;

        // The index of the next node of the chain plus one; zero ends it.
        public int Next;
    }
}
