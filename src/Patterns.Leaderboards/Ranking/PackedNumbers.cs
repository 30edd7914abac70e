using System.Buffers.Binary;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Ranking;

/// <summary>Numbers that scripts are told in one argument, since each argument costs Redis and the client as much as a
/// small command: eight bytes each, as struct.unpack reads them with <c>&gt;d</c>.</summary>
internal static class PackedNumbers
{
    public static RedisValue Of(params ReadOnlySpan<double> numbers)
    {
        byte[] packed = new byte[numbers.Length * sizeof(double)];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteDoubleBigEndian(packed.AsSpan(i * sizeof(double)), numbers[i]);
        }

        return packed;
    }
}
