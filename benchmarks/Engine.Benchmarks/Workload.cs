namespace Engine.Benchmarks;

/// <summary>One kind of request, as redis-benchmark sends it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Command">
/// The command, or <c>-t</c> and one of redis-benchmark's own tests. <c>__rand_int__</c> stands for a random number.
/// </param>
internal sealed record Workload(string Name, params string[] Command)
{
    /// <summary>The command that fills what is measured, sent once for each request that will be.</summary>
    public string[]? Filling { get; init; }

    /// <summary>How often <see cref="Filling"/> is sent instead; 0 for once per request.</summary>
    public int FillCount { get; init; }

    /// <summary>A command that is sent once, behind the filling.</summary>
    public string[]? Preparation { get; init; }

    /// <summary>A script to load before; its SHA1 takes the place of <c>__sha__</c>.</summary>
    public string? Script { get; init; }

    /// <summary>How many simple requests one of these takes the time of, so that no run takes for ever.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>
    /// Whether to measure it at one depth of pipelining only: what takes so long is not about the network.
    /// </summary>
    public bool IsLong => Weight >= 100;
}
