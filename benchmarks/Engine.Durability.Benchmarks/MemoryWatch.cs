using System.Globalization;

namespace Engine.Durability.Benchmarks;

/// <summary>
/// The memory that a server takes beyond what it took at first: its own, and what a forked child has apart from it,
/// which is what one of the two has written to since.
/// </summary>
internal sealed class MemoryWatch
{
    private readonly int _process;
    private readonly long _first;

    public MemoryWatch(int process)
    {
        _process = process;
        _first = Resident(process);
    }

    public long AddedBytes { get; private set; }

    public void Look()
    {
        long added = Resident(_process) - _first;
        string children = File.ReadAllText($"/proc/{_process}/task/{_process}/children");
        foreach (string child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            added += PrivateOf(child);
        AddedBytes = Math.Max(AddedBytes, added);
    }

    private static long Resident(int process) =>
        Line(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"), "VmRSS:");

    private static long PrivateOf(string child)
    {
        try
        {
            return Line($"/proc/{child}/smaps_rollup", "Private_Dirty:");
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    private static long Line(string path, string name)
    {
        string? line = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] words = (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? 0 : long.Parse(words[1], CultureInfo.InvariantCulture) * 1024;
    }
}
