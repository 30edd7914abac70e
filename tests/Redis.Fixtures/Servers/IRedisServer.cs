using System.Net;

namespace Redis.Fixtures.Servers;

/// <summary>A Redis server that tests may use, wherever it runs; disposing it ends what was started for it.</summary>
public interface IRedisServer : IRedisDeployment, IAsyncDisposable
{
    /// <summary>What failures call the server.</summary>
    string Name { get; }

    EndPoint EndPoint { get; }

    IReadOnlyList<EndPoint> IRedisDeployment.EndPoints => [EndPoint];
}
