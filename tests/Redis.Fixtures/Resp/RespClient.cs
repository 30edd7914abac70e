using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Redis.Fixtures.Resp;

/// <summary>
/// A test's bare connection: it sends what it is told and hands back what it reads, and nothing more. It does not match
/// replies to commands, so a push message comes back from <see cref="ReadAsync"/> in its turn like any other value.
/// </summary>
/// <remarks>One caller may send while another reads; two must not read, or send, at once.</remarks>
public sealed class RespClient : IAsyncDisposable
{
    private const int MaxShown = 200;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Talks over any duplex stream, which the client then owns.</summary>
    public RespClient(Stream stream) => _stream = stream;

    /// <summary>
    /// How long a read waits before it fails with <see cref="TimeoutException"/>; ten seconds by default.
    /// </summary>
    public TimeSpan ReplyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public static async Task<RespClient> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket = endpoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new RespClient(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command as an array of bulk strings, the text in UTF-8, and reads the next value.</summary>
    public async Task<RespValue> CallAsync(params string[] command)
    {
        await SendAsync(command);
        return await ReadAsync();
    }

    /// <summary>Sends a command as an array of bulk strings, the text in UTF-8.</summary>
    public Task SendAsync(params string[] command) =>
        SendAsync([.. command.Select(argument => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(argument))]);

    /// <summary>Sends a command as an array of bulk strings.</summary>
    public Task SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> command, CancellationToken cancellationToken = default) =>
        SendRawAsync(Encode(command), cancellationToken);

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads the next value, reply or push.</summary>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    /// <exception cref="RespProtocolException">What came is not RESP.</exception>
    /// <exception cref="TimeoutException">No whole value came within <see cref="ReplyTimeout"/>.</exception>
    public async Task<RespValue> ReadAsync(CancellationToken cancellationToken = default)
    {
        RespFrameScanner scanner = new();
        int length;
        if (!scanner.TryFindEnd(Received, out length))
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(ReplyTimeout);
            do
            {
                await ReceiveMoreAsync(timeout.Token, cancellationToken);
            }
            while (!scanner.TryFindEnd(Received, out length));
        }

        RespValue value = RespParser.Parse(Received[..length]);
        _start += length;
        return value;
    }

    /// <summary>Reads until the server closes the connection and returns every byte that came before.</summary>
    /// <exception cref="TimeoutException">It was still open after <see cref="ReplyTimeout"/>.</exception>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ReplyTimeout);
        while (await TryReceiveMoreAsync(timeout.Token, cancellationToken))
        {
        }

        byte[] bytes = Received.ToArray();
        _start = _end;
        return bytes;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    internal static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> command)
    {
        using MemoryStream bytes = new();
        bytes.Write(Header('*', command.Count));
        foreach (ReadOnlyMemory<byte> argument in command)
        {
            bytes.Write(Header('$', argument.Length));
            bytes.Write(argument.Span);
            bytes.Write("\r\n"u8);
        }

        return bytes.ToArray();
    }

    private static byte[] Header(char type, int length) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type}{length}\r\n"));

    private ReadOnlySpan<byte> Received => _buffer.AsSpan(_start, _end - _start);

    private async Task ReceiveMoreAsync(CancellationToken timeout, CancellationToken cancellationToken)
    {
        if (!await TryReceiveMoreAsync(timeout, cancellationToken))
        {
            throw new EndOfStreamException($"The server closed the connection.{ReceivedSoFar}");
        }
    }

    private async Task<bool> TryReceiveMoreAsync(CancellationToken timeout, CancellationToken cancellationToken)
    {
        MakeRoom();
        try
        {
            int received = await _stream.ReadAsync(_buffer.AsMemory(_end), timeout);
            _end += received;
            return received > 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server sent no whole value within {ReplyTimeout}.{ReceivedSoFar}");
        }
    }

    private string ReceivedSoFar => Received.Length switch
    {
        0 => "",
        <= MaxShown => $" It had sent {RespText.Quote(Received)}.",
        int length => $" It had sent {length} bytes that begin with {RespText.Quote(Received[..MaxShown])}.",
    };

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Received.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
