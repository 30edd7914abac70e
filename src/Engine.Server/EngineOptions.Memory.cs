namespace Engine.Server;

/// <content>How much memory is used, and what goes when it is more.</content>
public sealed partial class EngineOptions
{
    /// <summary>
    /// Bytes of keys, values, tables and clients' buffers above which keys are evicted or writes refused, as
    /// <see cref="MaxMemoryPolicy"/> says; 0 for no limit.
    /// </summary>
    /// <value>0 or more. The default is 0.</value>
    public long MaxMemory { get; set; }

    /// <summary>Which keys go when <see cref="MaxMemory"/> is reached.</summary>
    /// <value>The default is none.</value>
    public EvictionPolicy MaxMemoryPolicy { get; set; }

    /// <summary>
    /// How many keys are looked at to find one to evict. More come closer to the policy and take more time.
    /// </summary>
    /// <value>1 or more. The default is 5.</value>
    public int MaxMemorySamples { get; set; } = 5;

    /// <summary>
    /// Bytes that all clients together may hold for requests and replies before those that hold most are closed; a
    /// negative number is so many per cent of <see cref="MaxMemory"/>, and 0 no limit. A limit below 128 KiB is one of
    /// 128 KiB.
    /// </summary>
    /// <value>-100 or more. The default is 0.</value>
    public long MaxMemoryClients { get; set; }

    /// <summary>
    /// For how long keys are evicted before a command runs: 10 is half a millisecond, 100 as long as it takes. What is
    /// left to evict is evicted between commands.
    /// </summary>
    /// <value>0 to 100. The default is 10.</value>
    public int EvictionTenacity { get; set; } = 10;

    /// <summary>
    /// How much more often a key must be used for each further step of its frequency, which has 255 of them: with 10 a
    /// million uses are the most that it can tell, with 0 some 250.
    /// </summary>
    /// <value>0 or more. The default is 10.</value>
    public int LfuLogFactor { get; set; } = 10;

    /// <summary>Minutes without use that take a step of the frequency away; 0 takes none.</summary>
    /// <value>0 or more. The default is 1.</value>
    public int LfuDecayMinutes { get; set; } = 1;

    /// <summary>Whether large values are freed in the background when their keys are evicted.</summary>
    /// <value>The default is false.</value>
    public bool LazyEviction { get; set; }
}
