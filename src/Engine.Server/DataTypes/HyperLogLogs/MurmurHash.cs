using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>MurmurHash64A, with the seed that Redis uses, so that the same elements set the same registers.</summary>
internal static class MurmurHash
{
    private const ulong Seed = 0xADC83B19;
    private const ulong Multiplier = 0xC6A4A7935BD1E995;
    private const int Shift = 47;

    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        ulong hash = Seed ^ ((ulong)data.Length * Multiplier);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (ulong word in words)
        {
            ulong mixed = word * Multiplier;
            mixed = (mixed ^ (mixed >> Shift)) * Multiplier;
            hash = (hash ^ mixed) * Multiplier;
        }

        ReadOnlySpan<byte> rest = data[(words.Length * sizeof(ulong))..];
        if (!rest.IsEmpty)
        {
            ulong tail = 0;
            for (int i = 0; i < rest.Length; i++)
                tail |= (ulong)rest[i] << (i * 8);
            hash = (hash ^ tail) * Multiplier;
        }

        hash = (hash ^ (hash >> Shift)) * Multiplier;
        return hash ^ (hash >> Shift);
    }
}
