using System.Net;

namespace Redis.Fixtures.Servers;

/// <summary>One Redis or several that belong together, as a client sees them.</summary>
public interface IRedisDeployment
{
    /// <summary>Where a client starts looking; without a Redis the test is skipped.</summary>
    IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>
    /// The name under which sentinels know the primary; null if the end points are the servers themselves.
    /// </summary>
    string? SentinelServiceName => null;
}
