using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Engine.Server.Network.Tls;

/// <summary>
/// A socket whose bytes are encrypted. The handshake belongs to the first wait: it runs on the thread pool, and until
/// it is over the engine sees a client that has sent nothing.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Close releases what it owns; Cancel may come after that.")]
internal sealed partial class TlsTransport : BackgroundTransport
{
    private readonly TlsContext _context;
    private readonly ILogger _logger;
    private readonly SslStream _stream;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private bool _isReading;
    private bool _isClosed;

    public TlsTransport(EventLoop loop, Socket socket, TlsContext context, ILogger logger)
        : base(loop, socket)
    {
        _context = context;
        _logger = logger;
        _stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
    }

    public override void Close()
    {
        bool isReading;
        lock (_gate)
        {
            _isClosed = true;
            isReading = _isReading;
        }

        if (isReading)
            _closing.Cancel();
        else
            End();
    }

    /// <summary>There is no way to tell it why: nothing is agreed upon yet by which it could be encrypted.</summary>
    public override void Refuse(ReadOnlySpan<byte> farewell) => Close();

    protected override async ValueTask WaitToReadAsync()
    {
        BeginReading();
        try
        {
            if (!_stream.IsAuthenticated)
                await ShakeHandsAsync().ConfigureAwait(false);
            await _stream.ReadAsync(Memory<byte>.Empty, _closing.Token).ConfigureAwait(false);
        }
        finally
        {
            EndReading();
        }
    }

    protected override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        BeginReading();
        try
        {
            return await _stream.ReadAsync(buffer, _closing.Token).ConfigureAwait(false);
        }
        finally
        {
            EndReading();
        }
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes);

    private void BeginReading()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _isReading = true;
        }
    }

    private void EndReading()
    {
        bool isClosed;
        lock (_gate)
        {
            _isReading = false;
            isClosed = _isClosed;
        }

        if (isClosed)
            End();
    }

    private async Task ShakeHandsAsync()
    {
        try
        {
            // The first read is asked for by the engine's thread, which has better to do than to sign.
            await Task.Run(() => _stream.AuthenticateAsServerAsync(_context.CreateOffer(), _closing.Token))
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (!_closing.IsCancellationRequested)
        {
            HandshakeFailed(_logger, RemoteAddress, failure.GetBaseException().Message);
            throw new IOException("The handshake failed.", failure);
        }
    }

    /// <summary>
    /// The peer is told that this is the end and nothing was cut off, as far as that needs no waiting. Nothing is read
    /// at the same time: the two would disturb each other.
    /// </summary>
    private void End()
    {
        try
        {
            if (_stream.IsAuthenticated && !HasUnsent)
                _ = _stream.ShutdownAsync();
        }
        catch (Exception failure) when (MeansPeerIsGone(failure) || failure is InvalidOperationException)
        {
            // It was gone before it could be told.
        }

        _stream.Dispose();
    }

    [LoggerMessage(5301, LogLevel.Warning, "Error accepting a client connection from {Address}: {Reason}")]
    private static partial void HandshakeFailed(ILogger logger, string address, string reason);
}
