using System.Net;
using System.Net.Sockets;

namespace Engine.Server.Network;

/// <summary>Opens and closes the sockets that clients connect to.</summary>
internal static class ListeningSocket
{
    public static Socket Open(EndPoint endPoint, int backlog)
    {
        ProtocolType protocol = endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
        try
        {
            if (endPoint is UnixDomainSocketEndPoint)
                File.Delete(endPoint.ToString()!);
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException(
                $"Cannot listen on {endPoint}: {failure.Message}. Choose another address or port; 0 takes a free one.",
                failure);
        }
    }

    public static void Close(Socket socket)
    {
        string? path = socket.LocalEndPoint is UnixDomainSocketEndPoint unix ? unix.ToString() : null;
        socket.Dispose();
        try
        {
            if (path is not null)
                File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody took the file's folder away, or the right to change it: the file is theirs now.
        }
    }
}
