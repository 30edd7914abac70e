namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>How an <see cref="Arena{T}"/> sizes, keeps and wipes its blocks.</summary>
public sealed class ArenaOptions
{
    private const int DefaultBlockSizeBytes = 32 * 1024;

    /// <summary>Creates options.</summary>
    /// <param name="flags">When memory is wiped.</param>
    /// <param name="blockSizeBytes">The least size of a block; 0 stands for 32 KiB.</param>
    /// <param name="retentionPolicy">
    /// How many elements to keep at a reset, from the number kept so far and the number allocated since the last
    /// reset. The first block is always kept. By default what was kept shrinks by a tenth, but not below what was
    /// allocated.
    /// </param>
    public ArenaOptions(
        ArenaFlags flags = ArenaFlags.BlittableNonPaddedSharing,
        int blockSizeBytes = 0,
        Func<long, long, long>? retentionPolicy = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blockSizeBytes);
        Flags = flags;
        BlockSizeBytes = blockSizeBytes == 0 ? DefaultBlockSizeBytes : blockSizeBytes;
        RetentionPolicy = retentionPolicy ?? ShrinkSlowly;
    }

    internal static ArenaOptions Default { get; } = new();

    internal ArenaFlags Flags { get; }

    internal int BlockSizeBytes { get; }

    internal Func<long, long, long> RetentionPolicy { get; }

    private static long ShrinkSlowly(long kept, long allocated) => Math.Max(allocated, kept - (kept / 10));
}
