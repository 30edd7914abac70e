using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.Lists;

/// <summary>
/// The nodes of a list in their order: added and removed in constant time at both ends, elsewhere by moving those on
/// the nearer side.
/// </summary>
internal sealed class NodeRing
{
    private const int SmallestLength = 4;

    private QuickListNode[] _slots = new QuickListNode[SmallestLength];
    private int _first;

    public int Count { get; private set; }

    /// <summary>Bytes of the array.</summary>
    public long TableBytes => (long)_slots.Length * Unsafe.SizeOf<QuickListNode>();

    public ref QuickListNode this[int index] => ref _slots[(_first + index) & (_slots.Length - 1)];

    public void Insert(int index, QuickListNode node)
    {
        if (Count == _slots.Length)
            Resize(2 * _slots.Length);
        Count++;
        if (index < Count / 2)
        {
            _first = (_first - 1) & (_slots.Length - 1);
            for (int i = 0; i < index; i++)
                this[i] = this[i + 1];
        }
        else
        {
            for (int i = Count - 1; i > index; i--)
                this[i] = this[i - 1];
        }
        this[index] = node;
    }

    public void RemoveAt(int index)
    {
        if (index < Count / 2)
        {
            for (int i = index; i > 0; i--)
                this[i] = this[i - 1];
            _first = (_first + 1) & (_slots.Length - 1);
        }
        else
        {
            for (int i = index; i < Count - 1; i++)
                this[i] = this[i + 1];
        }
        Count--;
        if (Count < _slots.Length / 4 && _slots.Length > SmallestLength)
            Resize(_slots.Length / 2);
    }

    private void Resize(int length)
    {
        QuickListNode[] slots = new QuickListNode[length];
        for (int i = 0; i < Count; i++)
            slots[i] = this[i];
        _slots = slots;
        _first = 0;
    }
}
