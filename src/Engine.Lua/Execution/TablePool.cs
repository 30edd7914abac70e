using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// Makes tables. While a region is open it notes those it made, and when the region ends it takes them and their small
/// parts back to hand them out again; see <see cref="LuaState.BeginRegion"/>. What it notes and what it keeps is
/// bounded.
/// </summary>
internal sealed class TablePool
{
    private const int MaxNoted = 64;

    private readonly LuaTable[] _noted = new LuaTable[MaxNoted];
    private readonly LuaTable[] _spare = new LuaTable[MaxNoted];
    private readonly SpareArrays<LuaValue> _arrays = new();
    private readonly SpareArrays<LuaTable.Node> _nodes = new();
    private bool _isOpen;
    private int _notedCount;
    private int _spareCount;

    public LuaTable Create(int arrayCapacity, int hashCapacity)
    {
        if (!_isOpen || _notedCount == MaxNoted)
        {
            return new LuaTable(arrayCapacity, hashCapacity);
        }

        LuaTable table = _spareCount > 0 ? _spare[--_spareCount] : new LuaTable();
        table.Furnish(_arrays.Take(arrayCapacity), _nodes.Take(LuaTable.HashSizeFor(hashCapacity)));
        _noted[_notedCount++] = table;
        return table;
    }

    /// <summary>Makes room in the array for the items of a constructor.</summary>
    public void Enlarge(LuaTable table, int arraySize)
    {
        if (!_isOpen || table.HashCapacity > 0)
        {
            table.ResizeArray(arraySize);
            return;
        }

        LuaValue[] larger = _arrays.Take(arraySize);
        table.Array.CopyTo(larger);
        _arrays.PutBack(table.Array);
        table.Furnish(larger, []);
    }

    public void Begin() => _isOpen = true;

    public void End()
    {
        _isOpen = false;
        while (_notedCount > 0)
        {
            LuaTable table = _noted[--_notedCount];
            table.Strip(out LuaValue[] array, out LuaTable.Node[] nodes);
            _arrays.PutBack(array);
            _nodes.PutBack(nodes);
            _spare[_spareCount++] = table;
        }
    }
}
