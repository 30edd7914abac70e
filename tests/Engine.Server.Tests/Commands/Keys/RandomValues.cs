using System.Globalization;
using System.Text;

namespace Engine.Server.Tests.Commands.Keys;

/// <summary>Commands that give keys random values of every type and encoding.</summary>
internal sealed class RandomValues(int seed)
{
    private static readonly int[] s_sizes = [1, 3, 20, 100, 127, 130, 511, 600];
    private static readonly string[] s_scores = ["1", "-3.5", "inf", "-inf", "1e300", "0.1", "-0", "1e-7"];

    private readonly Random _random = new(seed);

    /// <summary>A key of each type, and the command that fills it.</summary>
    public IEnumerable<(string Key, byte[][] Command)> Next()
    {
        int size = s_sizes[_random.Next(s_sizes.Length)];
        yield return ("string", [.. Words("SET", "string"), Text()]);
        yield return ("list", [.. Words("RPUSH", "list"), .. Repeat(size, Text)]);
        yield return ("integers", [.. Words("SADD", "integers"), .. Repeat(size, Integer)]);
        yield return ("set", [.. Words("SADD", "set"), .. Repeat(size, Text)]);
        yield return ("hash", [.. Words("HSET", "hash"), .. Repeat(size, Text, Text)]);
        yield return ("zset", [.. Words("ZADD", "zset"), .. Repeat(size, Score, Text)]);
        yield return ("small-hash", [.. Words("HSET", "small-hash"), .. Repeat(3, Integer, Text)]);
        yield return ("small-zset", [.. Words("ZADD", "small-zset"), .. Repeat(5, Score, Integer)]);
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.ASCII.GetBytes)];

    private static IEnumerable<byte[]> Repeat(int count, params Func<byte[]>[] parts)
    {
        for (int i = 0; i < count; i++)
        {
            foreach (Func<byte[]> part in parts)
                yield return part();
        }
    }

    private byte[] Score() => _random.Next(3) switch
    {
        0 => Encoding.ASCII.GetBytes(s_scores[_random.Next(s_scores.Length)]),
        1 => Encoding.ASCII.GetBytes(_random.NextDouble().ToString("R", CultureInfo.InvariantCulture)),
        _ => Integer(),
    };

    private byte[] Integer()
    {
        long bound = 1L << _random.Next(1, 63);
        return Encoding.ASCII.GetBytes(_random.NextInt64(-bound, bound).ToString(CultureInfo.InvariantCulture));
    }

    private byte[] Text()
    {
        switch (_random.Next(6))
        {
            case 0:
                return Integer();
            case 1:
                byte[] noise = new byte[_random.Next(40)];
                _random.NextBytes(noise);
                return noise;
            case 2:
                return [.. Enumerable.Repeat((byte)'x', _random.Next(400))];
            case 3:
                return [.. Enumerable.Range(0, _random.Next(300)).Select(_ => (byte)_random.Next('a', 'e'))];
            case 4:
                return Encoding.ASCII.GetBytes($"{_random.Next(100)}.{_random.Next(100)}");
            default:
                return Encoding.ASCII.GetBytes($"word:{_random.Next(50)}");
        }
    }
}
