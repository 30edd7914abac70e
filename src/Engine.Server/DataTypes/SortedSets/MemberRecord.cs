using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A member of a large sorted set as a block of the heap: its <see cref="LengthPrefix"/>, the member, and its score as
/// eight bytes.
/// </summary>
internal static class MemberRecord
{
    public static int LengthFor(int memberLength) =>
        LengthPrefix.SizeOf(memberLength) + memberLength + sizeof(double);

    public static void Initialise(Span<byte> record, double score, ReadOnlySpan<byte> member)
    {
        int length = LengthPrefix.WriteBytes(record, member);
        MemoryMarshal.Write(record[length..], score);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ScoreOf(ReadOnlySpan<byte> record) =>
        MemoryMarshal.Read<double>(record[ScoreOffset(record)..]);

    public static void SetScore(Span<byte> record, double score) =>
        MemoryMarshal.Write(record[ScoreOffset(record)..], score);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> MemberOf(ReadOnlySpan<byte> record) => LengthPrefix.BytesAt(record);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ScoreOffset(ReadOnlySpan<byte> record)
    {
        int length = LengthPrefix.Read(record, out int size);
        return size + length;
    }
}
