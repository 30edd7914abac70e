namespace Engine.Server.Sessions.Tracking;

/// <summary>A key that clients have read and want to hear of. Mostly it is one client, which needs no set.</summary>
internal sealed class TrackedKey(byte[] name, int position, long firstReader)
{
    private readonly long _firstReader = firstReader;
    private HashSet<long>? _others;

    public byte[] Name => name;

    /// <summary>Where the key stands among all tracked keys.</summary>
    public int Position { get; set; } = position;

    public int ReaderCount => 1 + (_others?.Count ?? 0);

    /// <summary>The ids of the clients.</summary>
    public IEnumerable<long> Readers => _others is null ? [_firstReader] : _others.Prepend(_firstReader);

    /// <summary>Returns false when the client is among the readers already.</summary>
    public bool TryAdd(long reader) => reader != _firstReader && (_others ??= []).Add(reader);
}
