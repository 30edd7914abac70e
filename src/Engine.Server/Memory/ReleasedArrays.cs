namespace Engine.Server.Memory;

/// <summary>
/// Arrays of pages that were given up, remembered weakly: the collector may take them at any time, and until then they
/// serve new pages. Large values that come and go would otherwise make it collect the whole embedding process often.
/// </summary>
internal sealed class ReleasedArrays
{
    private readonly List<WeakReference<byte[]>> _arrays = [];

    public void Add(byte[] array) => _arrays.Add(new WeakReference<byte[]>(array));

    /// <summary>An array of a length between the two bounds, or null when there is none left.</summary>
    public byte[]? Take(int minimum, int maximum)
    {
        for (int index = _arrays.Count - 1; index >= 0; index--)
        {
            if (!_arrays[index].TryGetTarget(out byte[]? array))
            {
                RemoveAt(index);
            }
            else if (array.Length >= minimum && array.Length <= maximum)
            {
                RemoveAt(index);
                return array;
            }
        }
        return null;
    }

    private void RemoveAt(int index)
    {
        _arrays[index] = _arrays[^1];
        _arrays.RemoveAt(_arrays.Count - 1);
    }
}
