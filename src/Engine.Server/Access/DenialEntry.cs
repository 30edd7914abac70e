namespace Engine.Server.Access;

/// <summary>An entry of ACL LOG: something that was denied, perhaps several times.</summary>
internal sealed class DenialEntry(DenialReason reason, DenialContext context, byte[] subject, string user)
{
    private const long LongestPause = 60_000;

    public DenialReason Reason => reason;

    public DenialContext Context => context;

    /// <summary>The command, key or channel.</summary>
    public byte[] Subject => subject;

    /// <summary>The name of the user, or what was given for one.</summary>
    public string User => user;

    public long Count { get; private set; } = 1;

    /// <summary>Unix milliseconds of the last time.</summary>
    public required long At { get; set; }

    /// <summary>The client of the last time, in the words of CLIENT INFO.</summary>
    public required byte[] Client { get; set; }

    /// <summary>Counts another one as this one, if it is the same and came within a minute.</summary>
    public bool TryMerge(DenialEntry other)
    {
        if (reason != other.Reason || context != other.Context || Math.Abs(At - other.At) > LongestPause
            || user != other.User || !subject.AsSpan().SequenceEqual(other.Subject))
            return false;
        Count++;
        At = other.At;
        Client = other.Client;
        return true;
    }
}
