namespace Engine.Server.DataTypes.Streams;

/// <summary>A few things in the order of their names' bytes.</summary>
internal sealed class SortedNames<T>
    where T : class, INamed
{
    private readonly List<T> _items = [];

    public int Count => _items.Count;

    public T this[Index index] => _items[index];

    /// <summary>Finds what has the name; null when there is nothing.</summary>
    public T? Find(ReadOnlySpan<byte> name)
    {
        int index = IndexOf(name);
        return index >= 0 ? _items[index] : null;
    }

    /// <summary>Adds something whose name is not there.</summary>
    public void Add(T item) => _items.Insert(~IndexOf(item.Name), item);

    public void Remove(T item) => _items.RemoveAt(IndexOf(item.Name));

    public void RemoveAt(int index) => _items.RemoveAt(index);

    public List<T>.Enumerator GetEnumerator() => _items.GetEnumerator();

    /// <summary>Where the name stands, or the complement of where it would.</summary>
    private int IndexOf(ReadOnlySpan<byte> name)
    {
        int low = 0;
        for (int high = _items.Count; low < high;)
        {
            int middle = (low + high) >>> 1;
            int order = name.SequenceCompareTo(_items[middle].Name);
            if (order == 0)
                return middle;
            if (order > 0)
                low = middle + 1;
            else
                high = middle;
        }
        return ~low;
    }
}
