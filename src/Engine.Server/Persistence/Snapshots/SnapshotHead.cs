namespace Engine.Server.Persistence.Snapshots;

/// <summary>What stands in a snapshot before its keys.</summary>
/// <param name="RedisVersion">The version of Redis that it is for.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="UsedMemory">Bytes that the engine used.</param>
/// <param name="IsBaseOfLog">Commands in an append-only file follow it.</param>
/// <param name="Libraries">The sources of the libraries of functions.</param>
/// <param name="TableSizes">Of each database: its keys, and those that expire.</param>
internal sealed record SnapshotHead(
    string RedisVersion,
    long CreatedAt,
    long UsedMemory,
    bool IsBaseOfLog,
    IReadOnlyList<byte[]> Libraries,
    IReadOnlyList<(long Keys, long Expiring)> TableSizes);
