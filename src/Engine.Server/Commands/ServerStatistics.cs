namespace Engine.Server.Commands;

/// <summary>What INFO stats reports; CONFIG RESETSTAT starts it anew.</summary>
internal sealed class ServerStatistics
{
    public long ConnectionsReceived { get; set; }

    public long ConnectionsRejected { get; set; }

    public long CommandsProcessed { get; set; }

    public long NetInputBytes { get; set; }

    public long NetOutputBytes { get; set; }

    public long ReadsProcessed { get; set; }

    public long WritesProcessed { get; set; }

    public long OutputLimitDisconnections { get; set; }

    public long QueryLimitDisconnections { get; set; }

    /// <summary>Clients that were closed because clients held too much.</summary>
    public long EvictedClients { get; set; }

    /// <summary>The timestamp since which more memory is used than maxmemory allows; null while it is not.</summary>
    public long? OverMaxMemorySince { get; set; }

    /// <summary>Microseconds for which it was so before.</summary>
    public long OverMaxMemoryMicroseconds { get; set; }

    public long ErrorReplies { get; set; }

    /// <summary>The most memory that was in use when anybody asked, in bytes.</summary>
    public long PeakMemory { get; set; }

    public TrafficRates Rates { get; } = new();

    /// <summary>Error replies by their first word.</summary>
    public Dictionary<string, long> Errors { get; } = new(StringComparer.Ordinal);

    public void CountError(string code)
    {
        ErrorReplies++;
        Errors[code] = Errors.GetValueOrDefault(code) + 1;
    }

    public void Reset()
    {
        ConnectionsReceived = 0;
        ConnectionsRejected = 0;
        CommandsProcessed = 0;
        NetInputBytes = 0;
        NetOutputBytes = 0;
        ReadsProcessed = 0;
        WritesProcessed = 0;
        OutputLimitDisconnections = 0;
        QueryLimitDisconnections = 0;
        EvictedClients = 0;
        OverMaxMemorySince = null;
        OverMaxMemoryMicroseconds = 0;
        ErrorReplies = 0;
        PeakMemory = 0;
        Errors.Clear();
    }
}
