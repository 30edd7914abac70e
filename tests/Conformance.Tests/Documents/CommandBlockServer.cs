namespace Conformance.Tests.Documents;

/// <summary>Where a block of commands runs.</summary>
internal enum CommandBlockServer
{
    Both,
    RedisServer,
    Cluster,
}
