using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace Patterns.Queues.Benchmarks;

/// <summary>What a message costs the server and the program: whichever is busier bounds how many are sent.</summary>
internal sealed class Costs(ConnectionMultiplexer connection, int jobs)
{
    private const int Rounds = 5;

    public async Task<string> ToRowAsync(string name, Func<Task> round)
    {
        await round();
        using var program = Process.GetCurrentProcess();
        double server = await ServerMicrosecondsAsync();
        TimeSpan client = program.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Rounds; i++)
        {
            await round();
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        program.Refresh();
        client = program.TotalProcessorTime - client;
        server = await ServerMicrosecondsAsync() - server;
        double messages = (double)Rounds * jobs;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {server / messages:F2} | {client.TotalMicroseconds / messages:F2} "
            + $"| {allocated / messages:F0} |");
    }

    // Of the thread that runs the commands.
    private async Task<double> ServerMicrosecondsAsync()
    {
        string info = (string)(await connection.GetDatabase().ExecuteAsync("INFO", "cpu"))!;
        return 1_000_000 * info.Split('\n')
            .Where(line => line.Contains("main_thread", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture));
    }
}
