namespace Engine.Server;

/// <summary>
/// Up to which size collections keep the compact encodings of Redis; above it they become tables and trees. The names
/// and defaults are those of redis.conf.
/// </summary>
public sealed class EncodingLimits
{
    internal const long DefaultListPlainNodeBytes = 1 << 30;

    /// <summary>The fields of a hash that is a listpack: <c>hash-max-listpack-entries</c>.</summary>
    /// <value>0 or more. The default is 512.</value>
    public long HashEntries { get; set; } = 512;

    /// <summary>Bytes of a field or value in such a hash: <c>hash-max-listpack-value</c>.</summary>
    /// <value>0 or more. The default is 64.</value>
    public long HashValueBytes { get; set; } = 64;

    /// <summary>
    /// A node of a list: a positive number counts elements, -1 to -5 stand for 4, 8, 16, 32 and 64 KiB:
    /// <c>list-max-listpack-size</c>.
    /// </summary>
    /// <value>The default is -2.</value>
    public int ListNodeSize { get; set; } = -2;

    /// <summary>The members of a set of integers only: <c>set-max-intset-entries</c>.</summary>
    /// <value>0 or more. The default is 512.</value>
    public long IntegerSetEntries { get; set; } = 512;

    /// <summary>The members of a sorted set that is a listpack: <c>zset-max-listpack-entries</c>.</summary>
    /// <value>0 or more. The default is 128.</value>
    public long SortedSetEntries { get; set; } = 128;

    /// <summary>Bytes of a member of such a sorted set: <c>zset-max-listpack-value</c>.</summary>
    /// <value>0 or more. The default is 64.</value>
    public long SortedSetValueBytes { get; set; } = 64;

    /// <summary>
    /// Bytes of a HyperLogLog whose registers are written as runs of equal ones; a longer one takes 12,304 bytes:
    /// <c>hll-sparse-max-bytes</c>.
    /// </summary>
    /// <value>0 or more. The default is 3000.</value>
    public long HyperLogLogSparseBytes { get; set; } = 3000;

    /// <summary>Bytes of a node of a stream, or 0 for any number: <c>stream-node-max-bytes</c>.</summary>
    /// <value>0 or more. The default is 4096.</value>
    public long StreamNodeBytes { get; set; } = 4096;

    /// <summary>Entries of a node of a stream, or 0 for any number: <c>stream-node-max-entries</c>.</summary>
    /// <value>0 or more. The default is 100.</value>
    public long StreamNodeEntries { get; set; } = 100;

    /// <summary>From this length on an element of a list stands in a node of its own, as plain bytes.</summary>
    internal long ListPlainNodeBytes { get; set; } = DefaultListPlainNodeBytes;

    internal EncodingLimits Copy() => (EncodingLimits)MemberwiseClone();
}
