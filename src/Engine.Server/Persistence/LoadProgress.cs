namespace Engine.Server.Persistence;

/// <summary>How far the loading of files has come, and what is done on the way.</summary>
internal sealed class LoadProgress(Action serveOthers)
{
    /// <summary>Other clients are answered whenever so many bytes have been loaded.</summary>
    private const long BytesBetween = 1024 * 1024;

    private long _next = BytesBetween;

    public long LoadedBytes { get; private set; }

    public long ExpiredKeys { get; set; }

    public long LoadedKeys { get; set; }

    public void Advance(long bytes)
    {
        LoadedBytes += bytes;
        if (LoadedBytes < _next)
            return;
        _next = LoadedBytes + BytesBetween;
        serveOthers();
    }
}
