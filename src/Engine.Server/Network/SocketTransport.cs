using System.Net.Sockets;

namespace Engine.Server.Network;

/// <summary>A socket as it is, on every operating system.</summary>
internal sealed class SocketTransport(EventLoop loop, Socket socket) : BackgroundTransport(loop, socket)
{
    private readonly Socket _socket = socket;

    public override void Close() => _socket.Dispose();

    public override void Refuse(ReadOnlySpan<byte> farewell)
    {
        // The send buffer of a new socket is empty, so this does not wait; a peer that is gone already is what we want.
        _socket.Send(farewell, SocketFlags.None, out _);
        Close();
    }

    protected override async ValueTask WaitToReadAsync() =>
        await _socket.ReceiveAsync(Memory<byte>.Empty).ConfigureAwait(false);

    protected override ValueTask<int> ReadAsync(Memory<byte> buffer) => _socket.ReceiveAsync(buffer);

    protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
            sent += await _socket.SendAsync(bytes[sent..]).ConfigureAwait(false);
    }
}
