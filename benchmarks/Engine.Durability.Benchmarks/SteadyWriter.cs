using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Durability.Benchmarks;

/// <summary>
/// Sends SET at a steady rate, however long the server takes to reply: the times count from the moment at which a
/// request was due, so that a server that stands still for a while is not asked less.
/// </summary>
internal sealed class SteadyWriter : IDisposable
{
    private const int TurnsPerSecond = 1000;
    private const int ReplyLength = 5;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Random _random = new(1);
    private readonly int _keys;
    private readonly int _perTurn;
    private readonly List<double> _times = [];
    private readonly Queue<long> _due = new();
    private volatile bool _isStopped;
    private int _partOfReply;

    public SteadyWriter(int port, int keys, int perSecond)
    {
        _keys = keys;
        _perTurn = perSecond / TurnsPerSecond;
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Writes until <see cref="Stop"/>. Returns the times to reply in milliseconds.</summary>
    public double[] Run()
    {
        byte[] replies = new byte[64 * 1024];
        long period = Stopwatch.Frequency / TurnsPerSecond;
        long next = Stopwatch.GetTimestamp();
        while (!_isStopped || _due.Count > 0)
        {
            while (!_isStopped && Stopwatch.GetTimestamp() >= next)
            {
                _socket.Send(Requests(next));
                next += period;
            }

            double wait = Math.Max(0, next - Stopwatch.GetTimestamp()) * 1e6 / Stopwatch.Frequency;
            if (_socket.Poll((int)wait, SelectMode.SelectRead))
                Count(_socket.Receive(replies));
        }

        return [.. _times];
    }

    public void Stop() => _isStopped = true;

    public void Dispose() => _socket.Dispose();

    private byte[] Requests(long due)
    {
        var text = new StringBuilder();
        for (int i = 0; i < _perTurn; i++)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"key:{_random.Next(_keys)}");
            text.Append("*3\r\n$3\r\nSET\r\n$").Append(key.Length).Append("\r\n").Append(key);
            text.Append("\r\n$16\r\nvalue-0123456789\r\n");
            _due.Enqueue(due);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Every reply is <c>+OK</c>.</summary>
    private void Count(int bytes)
    {
        if (bytes == 0)
            throw new InvalidOperationException("The server closed the connection.");
        long now = Stopwatch.GetTimestamp();
        _partOfReply += bytes;
        for (; _partOfReply >= ReplyLength; _partOfReply -= ReplyLength)
            _times.Add((now - _due.Dequeue()) * 1e3 / Stopwatch.Frequency);
    }
}
