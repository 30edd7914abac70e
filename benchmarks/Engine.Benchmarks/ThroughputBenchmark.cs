using System.Diagnostics;
using System.Globalization;

namespace Engine.Benchmarks;

/// <summary>
/// redis-benchmark against both servers in turn. What counts is the server's CPU time per request, since a rate depends
/// on the
/// client's core as well; the ratio is taken within a round, so that a machine that is slow for a while is slow for
/// both.
/// </summary>
internal static class ThroughputBenchmark
{
    private const string ClientCore = "1";
    private static readonly (int Pipeline, int Requests)[] Depths = [(1, 200_000), (16, 2_000_000), (64, 4_000_000)];

    public static void Run(
        BenchmarkOptions options, ServerUnderTest redis, ServerUnderTest engine, BenchmarkReport report)
    {
        foreach ((int pipeline, int requests) in Depths)
        {
            int scaled = (int)(requests * options.Scale);
            foreach (string test in options.Tests)
            {
                // A round that is not counted lets the engine's code be compiled for this test.
                Measure(engine, test, pipeline, scaled);
                for (int round = 1; round <= options.Rounds; round++)
                {
                    LoadResult first = Measure(redis, test, pipeline, scaled);
                    report.Round(test, pipeline, round, first, Measure(engine, test, pipeline, scaled));
                }
            }
        }
    }

    private static LoadResult Measure(ServerUnderTest server, string test, int pipeline, int requests)
    {
        double before = server.CpuSeconds();
        var start = new ProcessStartInfo(
            "taskset",
            [
                "-c", ClientCore, "redis-benchmark", "-p", Text(server.Port), "-t", test, "-n", Text(requests),
                "-P", Text(pipeline), "-c", "50", "-r", "100000", "--csv",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double cpu = server.CpuSeconds() - before;
        string[] fields = output.Split('\n')[1].Split(',');
        double rate = double.Parse(fields[1].Trim('"'), CultureInfo.InvariantCulture);
        return new LoadResult(rate, cpu / requests * 1e6);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One run: requests per second, and microseconds of the server's CPU time per request.</summary>
internal readonly record struct LoadResult(double RequestsPerSecond, double CpuMicroseconds);
