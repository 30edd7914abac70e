using System.Globalization;
using System.Net;

namespace Redis.Fixtures.Servers;

/// <summary>A server that was there before the tests and stays after them.</summary>
internal sealed class ExternalRedis(EndPoint endpoint) : IRedisServer
{
    private const string Variable = "PATTERNS_REDIS";

    public string Name => $"the server at {EndPoint}";

    public EndPoint EndPoint { get; } = endpoint;

    /// <summary>The server that <c>PATTERNS_REDIS=host:port</c> names; null when it is not set.</summary>
    public static ExternalRedis? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? Parse(address) : null;

    public static ExternalRedis Parse(string address)
    {
        int colon = address.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > ushort.MaxValue)
        {
            throw new FormatException(
                $"{Variable}={address} does not name a server; write host:port, such as 127.0.0.1:6379.");
        }

        string host = address[..colon].Trim('[', ']');
        return new ExternalRedis(IPAddress.TryParse(host, out IPAddress? ip)
            ? new IPEndPoint(ip, port)
            : new DnsEndPoint(host, port));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
