using Engine.Server.DataTypes;

namespace Engine.Server.Keyspace;

/// <summary>
/// Large values that are in no key any more and whose blocks are given back in slices, since all of them at once would
/// keep the clients waiting.
/// </summary>
internal sealed class DiscardedValues
{
    /// <summary>
    /// What is smaller is freed at once: that takes no longer than to queue it. The bound is Redis's.
    /// </summary>
    private const int SmallCount = 64;

    private readonly Queue<LargeValue> _values = new();

    /// <summary>Values of which something is left.</summary>
    public int Count => _values.Count;

    public static bool IsWorthwhile(LargeValue value) => value.Count > SmallCount;

    public void Add(LargeValue value) => _values.Enqueue(value);

    /// <summary>Gives back up to about <paramref name="blocks"/> blocks.</summary>
    public void Release(int blocks)
    {
        while (blocks > 0 && _values.TryPeek(out LargeValue? value))
        {
            long count = value.Count;
            if (value.Release(blocks))
                return;
            blocks -= (int)Math.Min(blocks, count);
            _values.Dequeue();
        }
    }

    /// <summary>Forgets all of them: their memory is gone already.</summary>
    public void Clear() => _values.Clear();
}
