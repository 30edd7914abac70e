using Spectre.Console;

namespace Tour.Reports;

/// <summary>A line per phase: for a file or a pipe.</summary>
internal sealed class LineProgress(IAnsiConsole console) : IProgressDisplay
{
    public Action<int> Begin(string phase, int steps)
    {
        console.WriteLine($"  {phase}: {steps:N0} steps");
        return _ => { };
    }
}
