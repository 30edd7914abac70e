namespace Engine.Server.Commands;

/// <summary>How often one command ran, for how long, and how often it was refused or failed.</summary>
internal sealed class CommandStatistics
{
    public long Calls { get; set; }

    public long Microseconds { get; set; }

    /// <summary>Refused before it ran.</summary>
    public long Rejected { get; set; }

    /// <summary>Ran and answered with an error.</summary>
    public long Failed { get; set; }

    public void Reset()
    {
        Calls = 0;
        Microseconds = 0;
        Rejected = 0;
        Failed = 0;
    }
}
