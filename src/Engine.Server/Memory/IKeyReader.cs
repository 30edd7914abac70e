namespace Engine.Server.Memory;

/// <summary>Tells a table where the key of a record is; a readonly struct, so that the call is inlined.</summary>
internal interface IKeyReader
{
    ReadOnlySpan<byte> KeyOf(uint handle);
}
