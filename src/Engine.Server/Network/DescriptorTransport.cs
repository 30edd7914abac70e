using System.Runtime.InteropServices;

namespace Engine.Server.Network;

/// <summary>A TCP or Unix socket that Linux knows by its descriptor.</summary>
/// <param name="unixPath">The path of the Unix socket, null for TCP. Its clients have no address of their own.</param>
internal abstract unsafe class DescriptorTransport(int descriptor, string? unixPath) : Transport
{
    private string? _remoteAddress;
    private string? _localAddress;

    public override string RemoteAddress =>
        _remoteAddress ??= IsUnixSocket ? SocketAddressText.Unix(unixPath!) : SocketAddressText.Peer(descriptor);

    public override string LocalAddress =>
        _localAddress ??= IsUnixSocket ? SocketAddressText.Unix(unixPath!) : SocketAddressText.Local(descriptor);

    public override bool IsUnixSocket => unixPath is not null;

    public override int Descriptor => descriptor;

    /// <summary>Sends by a system call, which must not wait.</summary>
    protected int SendNow(ReadOnlySpan<byte> bytes, int flags)
    {
        fixed (byte* pointer = bytes)
            return Result(Linux.Send(descriptor, pointer, (nuint)bytes.Length, flags));
    }

    /// <summary>What a system call returned, in the terms of <see cref="Transport"/>.</summary>
    protected static int Result(nint result)
    {
        if (result >= 0)
            return (int)result;
        int error = Marshal.GetLastSystemError();
        return error is Linux.WouldBlock or Linux.Interrupted ? TryLater : Broken;
    }
}
