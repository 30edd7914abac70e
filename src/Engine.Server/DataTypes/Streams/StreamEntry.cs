namespace Engine.Server.DataTypes.Streams;

/// <summary>Where the parts of an entry stand in the pack of its node.</summary>
internal readonly record struct StreamEntry
{
    public required StreamId Id { get; init; }

    public required int Position { get; init; }

    public required bool IsDeleted { get; init; }

    public required int FieldCount { get; init; }

    /// <summary>Where the first value stands, or the first field where fields and values alternate.</summary>
    public required int ValuesAt { get; init; }

    /// <summary>Where the fields stand; -1 where they alternate with the values.</summary>
    public required int FieldsAt { get; init; }
}
