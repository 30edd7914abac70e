namespace Engine.Server.DataTypes;

/// <summary>A collection of which elements can be drawn at random. An id names an element until it changes.</summary>
internal interface ISampled
{
    long Count { get; }

    /// <summary>Whether the collection is one block, in which it costs time to find a single element.</summary>
    bool IsCompact { get; }

    /// <summary>The id of an element at random; there must be one.</summary>
    uint RandomId();

    /// <summary>Adds the ids of all elements.</summary>
    void CopyIds(List<uint> ids);
}
