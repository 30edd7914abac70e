using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Caching.Tracking;

/// <summary>Opens connections for tracking as the client's own are opened, as far as its configuration tells.</summary>
internal static class TrackingStream
{
    /// <summary>Connects to a server, with TLS if the client uses it.</summary>
    public static async ValueTask<Stream> OpenAsync(
        ConfigurationOptions configuration, EndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        if (!configuration.Ssl)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        try
        {
            string host = configuration.SslHost ?? (endPoint as DnsEndPoint)?.Host ?? endPoint.ToString()!;
            await secured
                .AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken)
                .ConfigureAwait(false);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A command as bytes.</summary>
    public static byte[] Command(params ReadOnlySpan<string> arguments)
    {
        var command = new StringBuilder($"*{arguments.Length}\r\n");
        foreach (string argument in arguments)
        {
            command.Append($"${Encoding.UTF8.GetByteCount(argument)}\r\n{argument}\r\n");
        }

        return Encoding.UTF8.GetBytes(command.ToString());
    }
}
