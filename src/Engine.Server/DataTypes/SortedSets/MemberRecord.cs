using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A member of a large sorted set as a block of the heap:
/// <code>
/// 0  f64  score
/// 8  u8   length of the member; 255 means that it follows as a u32
///    member
/// </code>
/// </summary>
internal static class MemberRecord
{
    private const int LengthOffset = sizeof(double);
    private const int ShortMemberOffset = LengthOffset + 1;
    private const int LongMemberOffset = ShortMemberOffset + sizeof(int);
    private const byte LongMark = byte.MaxValue;

    public static int LengthFor(int memberLength) => OffsetFor(memberLength) + memberLength;

    public static void Initialise(Span<byte> record, double score, ReadOnlySpan<byte> member)
    {
        MemoryMarshal.Write(record, score);
        bool isShort = member.Length < LongMark;
        record[LengthOffset] = isShort ? (byte)member.Length : LongMark;
        if (!isShort)
            MemoryMarshal.Write(record[ShortMemberOffset..], member.Length);
        member.CopyTo(record[OffsetFor(member.Length)..]);
    }

    public static double ScoreOf(ReadOnlySpan<byte> record) => MemoryMarshal.Read<double>(record);

    public static void SetScore(Span<byte> record, double score) => MemoryMarshal.Write(record, score);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> MemberOf(ReadOnlySpan<byte> record)
    {
        int length = record[LengthOffset];
        return length < LongMark
            ? record.Slice(ShortMemberOffset, length)
            : record.Slice(LongMemberOffset, MemoryMarshal.Read<int>(record[ShortMemberOffset..]));
    }

    private static int OffsetFor(int memberLength) => memberLength < LongMark ? ShortMemberOffset : LongMemberOffset;
}
