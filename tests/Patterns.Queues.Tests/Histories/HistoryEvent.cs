using System.Globalization;

namespace Patterns.Queues.Tests.Histories;

/// <summary>Something that happened to a job, or to the world.</summary>
/// <param name="At">When, by a clock that all share.</param>
/// <param name="Worker">Who did it, or to whom it was done.</param>
/// <param name="What">begin, done, failed; killed, paused, resumed; redis.</param>
/// <param name="Job">Which job; -1 for what happened to the world.</param>
/// <param name="Attempt">Which attempt.</param>
internal sealed record HistoryEvent(long At, string Worker, string What, int Job = -1, int Attempt = 0)
{
    public static HistoryEvent Parse(string line)
    {
        string[] parts = line.Split(' ');
        return new HistoryEvent(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            parts[1],
            parts[2],
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            int.Parse(parts[4], CultureInfo.InvariantCulture));
    }
}
