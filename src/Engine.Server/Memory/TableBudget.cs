namespace Engine.Server.Memory;

/// <summary>
/// Adds up the bytes of several tables, so that nobody has to go through them to know, and says whether one of them may
/// become larger.
/// </summary>
internal sealed class TableBudget
{
    /// <summary>Bytes of all buckets, used or not.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether there is room for so many bytes more; null while there is no limit.</summary>
    public Func<long, bool>? HasRoom { get; init; }

    public void Count(long bytes) => Bytes += bytes;
}
