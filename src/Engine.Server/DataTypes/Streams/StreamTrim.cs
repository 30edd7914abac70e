namespace Engine.Server.DataTypes.Streams;

/// <summary>What a stream is to be cut down to: a number of entries, or those that are not below an id.</summary>
internal readonly record struct StreamTrim
{
    public required bool IsByLength { get; init; }

    /// <summary>How many entries may stay.</summary>
    public long Length { get; init; }

    /// <summary>The least id that stays.</summary>
    public StreamId LeastId { get; init; }

    /// <summary>Only whole nodes go.</summary>
    public bool IsApproximate { get; init; }

    /// <summary>The most entries to delete; 0 for any number.</summary>
    public long Limit { get; init; }
}
