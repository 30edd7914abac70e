namespace Engine.Server.Keyspace;

/// <summary>Telling those who watch or track keys what happens to them.</summary>
internal sealed partial class Database
{
    public KeyWatches Watches { get; } = new();

    /// <summary>Tells those who watch or track <paramref name="key"/> that its value is another one now.</summary>
    public void Modified(ReadOnlySpan<byte> key) => TellWatchers(key, isGone: false);

    private void TellWatchers(ReadOnlySpan<byte> key, bool isGone)
    {
        if (!Watches.IsEmpty)
            Watches.Modified(key, isGone);
        _keyspace.Tracker?.Changed(key);
    }

    /// <summary>
    /// Whether the key's time has come and it was not deleted yet. Unlike a look-up, this does not delete it.
    /// </summary>
    public bool HoldsExpired(ReadOnlySpan<byte> key) =>
        _keys.TryFind(key, Hash(key), out uint handle) && IsExpired(EntryOf(handle));

    /// <summary>
    /// All keys are about to go, and those of <paramref name="replacement"/>, if any, to come: tells those who watch a
    /// key that is there before or after. A key whose time has come counts as absent, deleted or not.
    /// </summary>
    public void AllModified(Database? replacement = null)
    {
        foreach (WatchedKey watch in Watches.All)
        {
            bool exists = Holds(watch.Key);
            bool willExist = replacement is not null && replacement.Holds(watch.Key);
            bool willBeExpired = willExist && replacement!.HoldsExpired(watch.Key);
            if (!exists && !willExist)
                continue;
            if (watch.WasExpired && (!willExist || willBeExpired))
                watch.WasExpired = willExist;
            else if (!watch.WasExpired && !exists && willBeExpired)
                watch.WasExpired = true;
            else
                watch.Modified();
        }
    }

    /// <summary>Whether the key is there, expired or not.</summary>
    private bool Holds(ReadOnlySpan<byte> key) => _keys.TryFind(key, Hash(key), out _);
}
