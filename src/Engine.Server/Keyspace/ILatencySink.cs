namespace Engine.Server.Keyspace;

/// <summary>Hears how long something took, and keeps it if that was long.</summary>
internal interface ILatencySink
{
    /// <summary>Something that began at <paramref name="started"/>, a timestamp, has ended.</summary>
    void WatchLatency(string eventName, long started);
}
