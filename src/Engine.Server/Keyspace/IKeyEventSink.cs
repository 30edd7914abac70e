namespace Engine.Server.Keyspace;

/// <summary>Hears what happens to keys, if somebody asked for events of that kind.</summary>
internal interface IKeyEventSink
{
    void Happened(KeyEvents wanted, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key);
}
