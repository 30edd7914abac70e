namespace Engine.Server.DataTypes.Streams;

/// <summary>The id of an entry: a Unix time in milliseconds, as a rule, and a number within it.</summary>
internal readonly record struct StreamId(ulong Milliseconds, ulong Sequence) : IComparable<StreamId>
{
    /// <summary>Room for any id as text.</summary>
    public const int TextLength = 41;

    /// <summary>Bytes of an id in serialized values.</summary>
    public const int Bytes = 16;

    /// <summary>Before all entries: none has it.</summary>
    public static StreamId Zero => default;

    public static StreamId Largest => new(ulong.MaxValue, ulong.MaxValue);

    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    public int CompareTo(StreamId other) => Milliseconds == other.Milliseconds
        ? Sequence.CompareTo(other.Sequence)
        : Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>The id after this one; false when this is the largest.</summary>
    public bool TryNext(out StreamId next)
    {
        bool isThere = this != Largest;
        next = Sequence == ulong.MaxValue ? new StreamId(Milliseconds + 1, 0) : this with { Sequence = Sequence + 1 };
        return isThere;
    }

    /// <summary>The id before this one; false when this is the smallest.</summary>
    public bool TryPrevious(out StreamId previous)
    {
        bool isThere = this != Zero;
        previous = Sequence == 0
            ? new StreamId(Milliseconds - 1, ulong.MaxValue)
            : this with { Sequence = Sequence - 1 };
        return isThere;
    }
}
