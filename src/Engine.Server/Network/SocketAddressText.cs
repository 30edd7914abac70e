using System.Buffers.Binary;
using System.Net;

namespace Engine.Server.Network;

/// <summary>Addresses of sockets as CLIENT LIST shows them.</summary>
internal static unsafe class SocketAddressText
{
    private const int InternetFamily = 2;
    private const int Internet6Family = 10;
    private const int MaxLength = 128;

    public static string Peer(int descriptor)
    {
        byte* address = stackalloc byte[MaxLength];
        uint length = MaxLength;
        return Linux.GetPeerName(descriptor, address, &length) == 0
            ? Text(new ReadOnlySpan<byte>(address, (int)length)) : "?:0";
    }

    public static string Local(int descriptor)
    {
        byte* address = stackalloc byte[MaxLength];
        uint length = MaxLength;
        return Linux.GetLocalName(descriptor, address, &length) == 0
            ? Text(new ReadOnlySpan<byte>(address, (int)length)) : "?:0";
    }

    public static string Unix(string path) => $"{path}:0";

    public static string Text(EndPoint? endPoint) => endPoint switch
    {
        IPEndPoint { Address.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ip =>
            $"[{ip.Address}]:{ip.Port}",
        IPEndPoint ip => $"{ip.Address}:{ip.Port}",
        null => "?:0",
        _ => Unix(endPoint.ToString()!),
    };

    private static string Text(ReadOnlySpan<byte> address)
    {
        int family = address[0] | address[1] << 8;
        int port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        return family switch
        {
            InternetFamily => $"{new IPAddress(address.Slice(4, 4))}:{port}",
            Internet6Family => $"[{new IPAddress(address.Slice(8, 16))}]:{port}",
            _ => "?:0",
        };
    }
}
