namespace Engine.Server.DataTypes.Streams;

/// <summary>The fields and values of an entry that is to be added.</summary>
internal interface IEntryFields
{
    int Count { get; }

    ReadOnlySpan<byte> Field(int index);

    ReadOnlySpan<byte> Value(int index);
}
