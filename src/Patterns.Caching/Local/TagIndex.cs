namespace Patterns.Caching.Local;

/// <summary>Which keys have which tags. Not safe for concurrent use.</summary>
internal sealed class TagIndex
{
    private readonly Dictionary<string, HashSet<string>> _keys = new(StringComparer.Ordinal);

    public void Add(LocalEntry entry)
    {
        foreach (string tag in entry.Tags)
        {
            if (!_keys.TryGetValue(tag, out HashSet<string>? keys))
            {
                _keys.Add(tag, keys = new HashSet<string>(StringComparer.Ordinal));
            }

            keys.Add(entry.Key);
        }
    }

    public void Remove(LocalEntry entry)
    {
        foreach (string tag in entry.Tags)
        {
            if (_keys.TryGetValue(tag, out HashSet<string>? keys) && keys.Remove(entry.Key) && keys.Count == 0)
            {
                _keys.Remove(tag);
            }
        }
    }

    public void Clear() => _keys.Clear();

    public IReadOnlyList<string> KeysWithAll(IReadOnlyList<string> tags)
    {
        HashSet<string>? common = null;
        foreach (string tag in tags)
        {
            if (!_keys.TryGetValue(tag, out HashSet<string>? keys))
            {
                return [];
            }

            if (common is null)
            {
                common = new HashSet<string>(keys, StringComparer.Ordinal);
            }
            else
            {
                common.IntersectWith(keys);
            }
        }

        return common is null ? [] : [.. common];
    }
}
