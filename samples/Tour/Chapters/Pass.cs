using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters;

/// <summary>One pass of a crowd through a plan: how long it took, and what the server did for it.</summary>
internal sealed record Pass(CrowdMeasurement Crowd, ServerStatistics Server)
{
    /// <param name="context">Server and progress of the chapter.</param>
    /// <param name="name">What the progress display calls it.</param>
    /// <param name="plan">What is done.</param>
    /// <param name="work">Does one item.</param>
    /// <param name="cancellationToken">Stops the crowd.</param>
    public static async Task<Pass> RunAsync(
        ChapterContext context,
        string name,
        ReadPlan plan,
        Func<int, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        ServerStatistics before = await ServerStatistics.ReadAsync(context.Server.Connection);
        CrowdMeasurement crowd = await Workloads.Crowd.RunAsync(
            plan, work, context.Progress.Begin(name, plan.Reads), cancellationToken);
        ServerStatistics after = await ServerStatistics.ReadAsync(context.Server.Connection);
        return new Pass(crowd, after.Since(before));
    }
}
