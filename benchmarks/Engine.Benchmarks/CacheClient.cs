using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>Uses a server as a cache with values of one length, in batches of pipelined requests.</summary>
internal sealed class CacheClient : IDisposable
{
    private const int ValueLength = 100;
    private const int HitLength = 6 + ValueLength + 2;

    private static readonly byte[] s_value = Enumerable.Repeat((byte)'v', ValueLength).ToArray();

    private readonly TcpClient _client;
    private readonly BufferedStream _stream;
    private readonly List<int> _missing = [];
    private readonly byte[] _reply = new byte[HitLength];

    public CacheClient(TcpClient client)
    {
        _client = client;
        _stream = new BufferedStream(client.GetStream(), 256 * 1024);
    }

    /// <summary>Asks for each key and stores those that are missing. Returns how many were there.</summary>
    public int Use(ReadOnlySpan<int> keys)
    {
        foreach (int key in keys)
            Write("GET", key, []);
        _stream.Flush();
        _missing.Clear();
        foreach (int key in keys)
        {
            if (!TryReadValue())
                _missing.Add(key);
        }

        Store(_missing);
        return keys.Length - _missing.Count;
    }

    public void Store(IReadOnlyCollection<int> keys)
    {
        foreach (int key in keys)
            Write("SET", key, s_value);
        _stream.Flush();
        foreach (int _ in keys)
            _stream.ReadExactly(_reply, 0, "+OK\r\n".Length);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private void Write(string command, int key, ReadOnlySpan<byte> value)
    {
        int count = value.IsEmpty ? 2 : 3;
        _stream.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"*{count}\r\n$3\r\n{command}\r\n$12\r\nkey:{key:00000000}\r\n")));
        if (value.IsEmpty)
            return;
        _stream.Write(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"${value.Length}\r\n")));
        _stream.Write(value);
        _stream.Write("\r\n"u8);
    }

    /// <summary>A missing value is <c>$-1</c>.</summary>
    private bool TryReadValue()
    {
        const int MissLength = 5;
        _stream.ReadExactly(_reply, 0, MissLength);
        if (_reply[1] == '-')
            return false;
        _stream.ReadExactly(_reply, 0, HitLength - MissLength);
        return true;
    }
}
