namespace Engine.Server.Keyspace;

/// <summary>Hears of every key that changes, on behalf of clients that keep copies of values.</summary>
internal interface IKeyTracker
{
    /// <summary>A command changed the key, its expiry or its absence.</summary>
    void Changed(ReadOnlySpan<byte> key);

    /// <summary>The engine removed the key of its own accord: its time had come, or memory was short.</summary>
    void Removed(ReadOnlySpan<byte> key);

    /// <summary>All keys are about to go, of one database or of all.</summary>
    void AllRemoved();
}
