using System.Buffers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Engine.Server.Network;

/// <summary>
/// A socket whose bytes the thread pool brings. One receive and one send are under way at a time; the engine thread is
/// told when either is done. A connection on which nothing moves holds no buffer.
/// </summary>
internal abstract class BackgroundTransport(EventLoop loop, Socket socket) : Transport
{
    private const int BufferLength = 64 * 1024;
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Shared;

    // A client of a Unix socket has no address of its own.
    private readonly string _remoteAddress =
        SocketAddressText.Text(socket.LocalEndPoint as UnixDomainSocketEndPoint ?? socket.RemoteEndPoint);
    private readonly string _localAddress = SocketAddressText.Text(socket.LocalEndPoint);
    private IPollTarget? _target;
    private byte[] _received = [];
    private int _receivedStart;

    /// <summary>
    /// Bytes that wait in the buffer, 0 after the peer's last, or <see cref="Transport.TryLater"/> while a receive is
    /// under way.
    /// </summary>
    private volatile int _receivedLength = TryLater;
    private volatile bool _isSending;
    private volatile bool _isBroken;

    public override string RemoteAddress => _remoteAddress;

    public override string LocalAddress => _localAddress;

    public override bool IsUnixSocket { get; } = socket.LocalEndPoint is UnixDomainSocketEndPoint;

    public override bool HasUnsent => _isSending && !_isBroken;

    public override void Attach(IPollTarget target)
    {
        _target = target;
        _ = ReceiveAsync();
    }

    public override int Receive(Span<byte> buffer)
    {
        int length = _receivedLength;
        if (length <= 0)
            return length;

        int count = Math.Min(length, buffer.Length);
        _received.AsSpan(_receivedStart, count).CopyTo(buffer);
        _receivedStart += count;
        _receivedLength = length - count;
        if (_receivedLength > 0)
        {
            loop.Signal(_target!, isWritable: false);
            return count;
        }

        Pool.Return(_received);
        _received = [];
        _receivedLength = TryLater;
        _ = ReceiveAsync();
        return count;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        if (_isBroken)
            return Broken;
        if (_isSending)
            return TryLater;
        int count = Math.Min(bytes.Length, BufferLength);
        byte[] buffer = Pool.Rent(BufferLength);
        bytes[..count].CopyTo(buffer);
        _isSending = true;
        _ = SendAsync(buffer, count);
        return count;
    }

    public override void NotifyWhenWritable()
    {
        // The end of a send always signals; when it has ended already, the signal must not be missed.
        if (!_isSending)
            loop.Signal(_target!, isWritable: true);
    }

    public override void StopReceiving()
    {
    }

    /// <summary>Waits until there is something to read, if only the peer's end.</summary>
    protected abstract ValueTask WaitToReadAsync();

    /// <summary>Returns how many bytes were read, 0 after the peer's last; throws when the peer is gone.</summary>
    protected abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Writes all bytes; throws when the peer is gone.</summary>
    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    private async Task ReceiveAsync()
    {
        int received;
        try
        {
            await WaitToReadAsync().ConfigureAwait(false);
            _received = Pool.Rent(BufferLength);
            received = await ReadAsync(_received).ConfigureAwait(false);
        }
        catch (Exception failure) when (MeansPeerIsGone(failure))
        {
            received = Broken;
        }

        _receivedStart = 0;
        _receivedLength = received;
        loop.Signal(_target!, isWritable: false);
    }

    private async Task SendAsync(byte[] buffer, int count)
    {
        try
        {
            await WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            Pool.Return(buffer);
        }
        catch (Exception failure) when (MeansPeerIsGone(failure))
        {
            _isBroken = true;
        }

        _isSending = false;
        loop.Signal(_target!, isWritable: true);
    }

    /// <summary>What sockets and streams over them throw when an end, whichever, has closed or broken off.</summary>
    protected static bool MeansPeerIsGone(Exception failure) => failure
        is SocketException or IOException or AuthenticationException
        or ObjectDisposedException or OperationCanceledException;
}
