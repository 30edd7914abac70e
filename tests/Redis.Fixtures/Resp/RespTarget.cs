using System.Net;

namespace Redis.Fixtures.Resp;

/// <summary>A server under test: the name that failures call it by, and how to open a connection to it.</summary>
public sealed record RespTarget(string Name, Func<CancellationToken, Task<RespClient>> ConnectAsync)
{
    /// <summary>A server that listens on a socket.</summary>
    public RespTarget(string name, EndPoint endpoint)
        : this(name, cancellationToken => RespClient.ConnectAsync(endpoint, cancellationToken))
    {
    }
}
