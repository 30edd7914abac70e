namespace Engine.Server.Keyspace.Eviction;

/// <summary>A key that was looked at to be evicted.</summary>
/// <param name="Database">The index of its database.</param>
/// <param name="Handle">The key's record. Whatever moves the record makes the candidate void.</param>
/// <param name="Hash">The key's hash, by which the record is found again.</param>
/// <param name="Score">The higher, the sooner it goes. It does not grow with time alone.</param>
internal readonly record struct EvictionCandidate(int Database, uint Handle, ulong Hash, ulong Score);
