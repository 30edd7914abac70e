using System.Diagnostics;
using System.Globalization;

namespace Engine.Durability.Benchmarks;

/// <summary>Load by redis-benchmark, from the second core.</summary>
internal static class RedisBenchmark
{
    /// <summary>50 clients send SETs of 16 bytes. Returns how many were answered per second.</summary>
    public static double Set(int port, int requests, int pipeline)
    {
        string arguments = string.Create(
            CultureInfo.InvariantCulture,
            $"-c 1 redis-benchmark -p {port} -n {requests} -P {pipeline} -c 50 -r 100000 -d 16 -t set --csv");
        var start = new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string line = output.Split('\n').Single(candidate => candidate.StartsWith("\"SET", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }
}
