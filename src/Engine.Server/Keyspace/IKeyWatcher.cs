namespace Engine.Server.Keyspace;

/// <summary>Somebody who wants to know that a key was modified: a client that sent WATCH.</summary>
internal interface IKeyWatcher
{
    void KeyModified();
}
