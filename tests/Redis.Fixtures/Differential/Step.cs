using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>One line of a <see cref="Script"/>.</summary>
internal sealed record Step(string Line)
{
    public StepKind Kind { get; init; }

    /// <summary>The connection, counted from 1.</summary>
    public int Connection { get; init; } = 1;

    /// <summary>
    /// How many values to read; for <see cref="StepKind.WaitForBlocked"/>, how many clients to wait for.
    /// </summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether the script says how many values to read.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The variable that takes the first reply's text; null when there is none.</summary>
    public string? Capture { get; init; }

    public IReadOnlyList<CommandLineArgument> Arguments { get; init; } = [];
}
