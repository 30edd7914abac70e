namespace Engine.Server.DataTypes.Streams;

/// <summary>Something that is found by its name.</summary>
internal interface INamed
{
    byte[] Name { get; }
}
