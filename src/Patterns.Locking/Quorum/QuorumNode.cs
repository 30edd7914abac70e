using Patterns.Locking.Servers;

namespace Patterns.Locking.Quorum;

/// <summary>One of the independent servers.</summary>
/// <param name="Name">Its address.</param>
/// <param name="Server">What can be asked of it.</param>
internal sealed record QuorumNode(string Name, LockServer Server);
