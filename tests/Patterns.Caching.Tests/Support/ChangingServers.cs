using System.Reflection;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>A client that is connected to those servers that the test says.</summary>
public class ChangingServers : DispatchProxy
{
    private ConnectionMultiplexer? _client;

    /// <summary>The servers that it is connected to.</summary>
    public IServer[] Connected { get; set; } = [];

    public static (IConnectionMultiplexer Client, ChangingServers Servers) Of(ConnectionMultiplexer client)
    {
        IConnectionMultiplexer proxy = Create<IConnectionMultiplexer, ChangingServers>();
        var servers = (ChangingServers)proxy;
        servers._client = client;
        return (proxy, servers);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod!.Name == nameof(IConnectionMultiplexer.GetServers)
            ? Connected
            : targetMethod.Invoke(_client, args);
}
