using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Redis.Fixtures.Servers;

/// <summary>
/// Hands out loopback ports that nobody listens on. They lie below every system's range of ephemeral ports, so that no
/// outgoing connection takes the port of a server that a test has stopped; other processes may, so callers try again.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 12_000;
    private const int Last = 31_999;

    private static readonly ConcurrentDictionary<int, bool> s_reserved = new();

    /// <summary>Reserves a port, within this process, until it is released.</summary>
    public static int Reserve()
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            int port = Random.Shared.Next(First, Last + 1);
            if (s_reserved.TryAdd(port, true))
            {
                if (IsFree(port))
                {
                    return port;
                }

                Release(port);
            }
        }

        throw new InvalidOperationException($"No loopback port between {First} and {Last} is free.");
    }

    public static void Release(int port) => s_reserved.TryRemove(port, out _);

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
