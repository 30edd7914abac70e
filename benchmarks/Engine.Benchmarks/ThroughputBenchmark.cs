using System.Diagnostics;
using System.Globalization;

namespace Engine.Benchmarks;

/// <summary>
/// redis-benchmark against both servers in turn. What counts is the server's CPU time per request, since a rate depends
/// on the client's core as well; the ratio is taken within a round, so that a machine that is slow for a while is slow
/// for both.
/// </summary>
internal static class ThroughputBenchmark
{
    private const string ClientCore = "1";
    private static readonly TimeSpan ShortWarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongWarmUp = TimeSpan.FromSeconds(8);
    private static readonly (int Pipeline, int Requests)[] Depths = [(1, 200_000), (16, 2_000_000), (64, 4_000_000)];

    public static void Run(
        BenchmarkOptions options, ServerUnderTest redis, ServerUnderTest engine, BenchmarkReport report)
    {
        foreach ((int pipeline, int requests) in Depths)
        {
            foreach (Workload workload in Workloads.All.Where(known => options.Tests.Contains(known.Name)))
            {
                if (workload.IsLong && pipeline > 1)
                    continue;
                int scaled = Math.Max(10, (int)(requests * options.Scale / workload.Weight));
                WarmUp(engine, workload, pipeline, scaled);
                for (int round = 1; round <= options.Rounds; round++)
                {
                    LoadResult first = Measure(redis, workload, pipeline, scaled);
                    report.Round(workload.Name, pipeline, round, first, Measure(engine, workload, pipeline, scaled));
                }
            }
        }
    }

    /// <summary>
    /// Rounds that are not counted let the engine's code be compiled for this test, which takes the processor's time of
    /// the same core.
    /// </summary>
    private static void WarmUp(ServerUnderTest engine, Workload workload, int pipeline, int requests)
    {
        long start = Stopwatch.GetTimestamp();
        do
            Measure(engine, workload, pipeline, requests);
        while (Stopwatch.GetElapsedTime(start) < (workload.IsLong ? LongWarmUp : ShortWarmUp));
    }

    private static LoadResult Measure(ServerUnderTest server, Workload workload, int pipeline, int requests)
    {
        string[] command = Prepare(server, workload, requests);
        double before = server.CpuSeconds();
        string output = Load(server, command, pipeline, requests, workload.IsLong ? 1 : 50);
        double cpu = server.CpuSeconds() - before;
        return new LoadResult(RateIn(output), cpu / requests * 1e6);
    }

    /// <summary>Fills the server with what the workload needs; returns the command to send.</summary>
    private static string[] Prepare(ServerUnderTest server, Workload workload, int requests)
    {
        const int Depth = 64;
        Ask(server, "flushall");
        if (workload.Filling is { } filling)
        {
            // A lone client of redis-benchmark must get whole pipelines to send, or it ends with an error now and then.
            if (workload.FillCount > 0)
                Load(server, filling, pipeline: 1, workload.FillCount, clients: 1);
            else
                Load(server, filling, Depth, (requests / Depth + 1) * Depth, clients: 1);
        }

        if (workload.Preparation is { } preparation)
            Ask(server, preparation);
        if (workload.Script is not { } script)
            return workload.Command;
        string hash = Ask(server, "script", "load", script);
        return [.. workload.Command.Select(word => word == "__sha__" ? hash : word)];
    }

    /// <summary>Sends a command so many times. Returns what redis-benchmark says of it.</summary>
    private static string Load(
        ServerUnderTest server, string[] command, int pipeline, int requests, int clients) => Run(
        "taskset",
        [
            "-c", ClientCore, "redis-benchmark", "-p", Text(server.Port), "-n", Text(requests),
            "-P", Text(pipeline), "-c", Text(clients), "-r", "100000", "--csv", .. command,
        ]);

    /// <summary>
    /// The requests per second: the field behind the name, which may hold commas when it is a script.
    /// </summary>
    private static double RateIn(string output)
    {
        string line = output.Split('\n')[1];
        string[] fields = line[(line.IndexOf("\",\"", StringComparison.Ordinal) + 3)..].Split("\",\"");
        return double.Parse(fields[0].Trim('"'), CultureInfo.InvariantCulture);
    }

    private static string Ask(ServerUnderTest server, params string[] command) =>
        Run("redis-cli", ["-p", Text(server.Port), .. command]).Trim();

    private static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One run: requests per second, and microseconds of the server's CPU time per request.</summary>
internal readonly record struct LoadResult(double RequestsPerSecond, double CpuMicroseconds);
