using System.Globalization;
using Spectre.Console;

namespace Tour.Reports;

/// <summary>A line per phase: for a file or a pipe.</summary>
internal sealed class LineProgress(IAnsiConsole console) : IProgressDisplay
{
    public Action<int> Begin(string phase, int steps)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {phase}: {steps:N0} reads"));
        return _ => { };
    }
}
