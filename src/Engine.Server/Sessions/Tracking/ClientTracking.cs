namespace Engine.Server.Sessions.Tracking;

/// <summary>What one client wants to be told of keys that change; one that wants nothing has no such object.</summary>
internal sealed class ClientTracking
{
    public TrackingModes Modes { get; set; }

    /// <summary>The client that gets the messages; 0 when it is this one.</summary>
    public long RedirectedTo { get; set; }

    /// <summary>A message could not be sent, since the client it was for is gone.</summary>
    public bool IsRedirectionBroken { get; set; }

    /// <summary>
    /// CLIENT CACHING was sent: what the next command or transaction reads is tracked (OPTIN), or is not (OPTOUT).
    /// </summary>
    public bool IsNextChosen { get; set; }

    /// <summary>The prefixes of keys of which a broadcast tells, in order.</summary>
    public SortedSet<byte[]> Prefixes { get; } = new(ByteOrder.Instance);

    /// <summary>Whether the keys that a command reads now are remembered.</summary>
    public bool RemembersReads =>
        (Modes & TrackingModes.Broadcast) == 0
        && ((Modes & TrackingModes.OptIn) == 0 || IsNextChosen)
        && ((Modes & TrackingModes.OptOut) == 0 || !IsNextChosen);

    public bool Has(TrackingModes mode) => (Modes & mode) != 0;
}
