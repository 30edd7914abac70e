using System.Diagnostics;
using System.Globalization;

namespace Patterns.Queues.Benchmarks;

/// <summary>BullMQ in a node process on the same server, if BULLMQ_FOLDER says where it is installed.</summary>
internal sealed class BullMq(int port, int jobs)
{
    public static bool IsInstalled => Environment.GetEnvironmentVariable("BULLMQ_FOLDER") is { Length: > 0 };

    public async Task<double> RunAsync(string command, int? count = null)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "bench.mjs");
        string[] arguments = [script, $"{port}", command, $"{count ?? jobs}"];
        using Process node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
        string output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return double.Parse(output.Trim(), CultureInfo.InvariantCulture);
    }
}
