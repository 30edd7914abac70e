namespace Tour.Reports;

/// <summary>Shows how far the work is.</summary>
internal interface IProgressDisplay
{
    /// <summary>Announces a phase of so many steps.</summary>
    /// <returns>What to call, from any thread, when steps have been done.</returns>
    Action<int> Begin(string phase, int steps);
}
