namespace Engine.Server.Configuration;

/// <summary>The directives that say up to which size collections are compact.</summary>
internal static class EncodingParameters
{
    public static IEnumerable<ConfigParameter> All { get; } =
    [
        Entries("hash-max-listpack-entries", l => l.HashEntries, (l, v) => l.HashEntries = v),
        Bytes("hash-max-listpack-value", l => l.HashValueBytes, (l, v) => l.HashValueBytes = v),
        new NumberParameter("hll-sparse-max-bytes", 0, long.MaxValue,
            o => o.Encodings.HyperLogLogSparseBytes, (o, v) => o.Encodings.HyperLogLogSparseBytes = v)
        {
            IsMemory = true,
        },
        new NumberParameter("list-max-listpack-size", int.MinValue, int.MaxValue,
            o => o.Encodings.ListNodeSize, (o, v) => o.Encodings.ListNodeSize = (int)v)
        {
            Alias = "list-max-ziplist-size",
        },
        new NumberParameter("set-max-intset-entries", 0, long.MaxValue,
            o => o.Encodings.IntegerSetEntries, (o, v) => o.Encodings.IntegerSetEntries = v),
        Entries("zset-max-listpack-entries", l => l.SortedSetEntries, (l, v) => l.SortedSetEntries = v),
        Bytes("zset-max-listpack-value", l => l.SortedSetValueBytes, (l, v) => l.SortedSetValueBytes = v),
        new NumberParameter("stream-node-max-bytes", 0, long.MaxValue,
            o => o.Encodings.StreamNodeBytes, (o, v) => o.Encodings.StreamNodeBytes = v)
        {
            IsMemory = true,
        },
        new NumberParameter("stream-node-max-entries", 0, long.MaxValue,
            o => o.Encodings.StreamNodeEntries, (o, v) => o.Encodings.StreamNodeEntries = v),
    ];

    private static NumberParameter Entries(
        string name, Func<EncodingLimits, long> read, Action<EncodingLimits, long> write) =>
        new(name, 0, long.MaxValue, o => read(o.Encodings), (o, v) => write(o.Encodings, v))
        {
            Alias = FormerName(name),
        };

    private static NumberParameter Bytes(
        string name, Func<EncodingLimits, long> read, Action<EncodingLimits, long> write) =>
        new(name, 0, long.MaxValue, o => read(o.Encodings), (o, v) => write(o.Encodings, v))
        {
            Alias = FormerName(name), IsMemory = true,
        };

    /// <summary>Before Redis 7.0 the compact encoding was the ziplist.</summary>
    private static string FormerName(string name) => name.Replace("listpack", "ziplist", StringComparison.Ordinal);
}
