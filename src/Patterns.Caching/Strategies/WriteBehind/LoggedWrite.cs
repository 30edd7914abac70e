namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>A write as it stands in the log.</summary>
/// <param name="Id">The id of its entry in the stream.</param>
/// <param name="Place">The first part of the id: writes come in this order.</param>
/// <param name="Name">The name of the value.</param>
/// <param name="Key">The caller's key.</param>
/// <param name="Entry">The value, as it stands in the cache.</param>
/// <param name="Version">The version that the source sees.</param>
internal sealed record LoggedWrite(
    string Id, long Place, string Name, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Entry, long Version);
