namespace Engine.Server.Keyspace;

/// <summary>A key that somebody watches.</summary>
internal sealed class WatchedKey(int database, byte[] key, IKeyWatcher watcher)
{
    public int Database => database;

    public byte[] Key => key;

    /// <summary>
    /// Its time had come when the watch began, and nobody had deleted it yet: its deletion is no change then.
    /// </summary>
    public bool WasExpired { get; set; }

    public void Modified() => watcher.KeyModified();
}
