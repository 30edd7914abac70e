using Spectre.Console;

namespace Tour.Reports;

/// <summary>A bar per phase, redrawn in place: for a terminal.</summary>
internal sealed class LiveProgress(ProgressContext progress) : IProgressDisplay
{
    public Action<int> Begin(string phase, int steps)
    {
        ProgressTask bar = progress.AddTask(Markup.Escape(phase), maxValue: steps);
        return done => bar.Increment(done);
    }
}
