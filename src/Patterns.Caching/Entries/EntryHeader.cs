using System.Buffers.Binary;

namespace Patterns.Caching.Entries;

/// <summary>The first bytes of every entry. Scripts read and write them too (entries.lua), so that one key is enough
/// for a value and the lease of whoever fills it, and whatever deletes the key revokes the lease.</summary>
/// <param name="Kind">What the payload is.</param>
/// <param name="Flags">What else is true.</param>
/// <param name="Stamp">Which write the entry comes from.</param>
/// <param name="Leased">Whether somebody held the lease; it may be over.</param>
/// <param name="Retention">How long the key outlives the value's time: what is left of the key's expiry beyond it is
/// what is left of the value.</param>
/// <param name="Cost">How long the source took.</param>
internal readonly record struct EntryHeader(
    EntryKind Kind, EntryFlags Flags, EntryStamp Stamp, bool Leased, TimeSpan Retention, TimeSpan Cost)
{
    /// <summary>The version of the layout; any other is unreadable.</summary>
    public const byte Version = 2;

    public const int Length = 28;

    /// <summary>The longest retention that fits.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromMilliseconds(uint.MaxValue);

    /// <exception cref="InvalidDataException">The bytes do not begin with a header of this version.</exception>
    public static EntryHeader Read(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < Length)
        {
            throw new InvalidDataException($"An entry has {Length} bytes or more, this one has {entry.Length}.");
        }

        if (entry[0] != Version)
        {
            throw new InvalidDataException($"The entry has format version {entry[0]}, this program reads {Version}.");
        }

        return new EntryHeader(
            (EntryKind)entry[1],
            (EntryFlags)entry[2],
            new EntryStamp(BinaryPrimitives.ReadUInt64BigEndian(entry[4..])),
            BinaryPrimitives.ReadUInt64BigEndian(entry[12..]) != 0,
            TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(entry[20..])),
            TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(entry[24..])));
    }

    /// <summary>Writes the header of an entry that nobody has leased.</summary>
    public void Write(Span<byte> entry)
    {
        entry[..Length].Clear();
        entry[0] = Version;
        entry[1] = (byte)Kind;
        entry[2] = (byte)Flags;
        BinaryPrimitives.WriteUInt64BigEndian(entry[4..], Stamp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(entry[20..], (uint)Retention.TotalMilliseconds);
        BinaryPrimitives.WriteUInt32BigEndian(
            entry[24..], (uint)Math.Min(Cost.TotalMicroseconds, uint.MaxValue));
    }
}
