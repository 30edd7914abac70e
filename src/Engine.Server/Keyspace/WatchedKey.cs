namespace Engine.Server.Keyspace;

/// <summary>A key that somebody watches. Watching it twice is watching it once.</summary>
internal sealed class WatchedKey(int database, byte[] key, IKeyWatcher watcher) : IEquatable<WatchedKey>
{
    private readonly IKeyWatcher _watcher = watcher;

    public int Database => database;

    public byte[] Key => key;

    /// <summary>
    /// Its time had come when the watch began, and nobody had deleted it yet: its deletion is no change then.
    /// </summary>
    public bool WasExpired { get; set; }

    public void Modified() => _watcher.KeyModified();

    public bool Equals(WatchedKey? other) =>
        other is not null && other.Database == database && other._watcher == _watcher
        && other.Key.AsSpan().SequenceEqual(key);

    public override bool Equals(object? obj) => Equals(obj as WatchedKey);

    public override int GetHashCode() =>
        HashCode.Combine(database, ByteArrayComparer.Instance.GetHashCode(key), _watcher);
}
