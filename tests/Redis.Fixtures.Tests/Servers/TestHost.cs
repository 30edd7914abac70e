using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Redis.Fixtures.Tests.Servers;

/// <summary>These tests once more, in a process of their own with another environment.</summary>
internal static class TestHost
{
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Redis.Fixtures.Tests"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        start.Environment.Remove("PATTERNS_REDIS");
        start.Environment.Remove("PATTERNS_REQUIRE_REDIS");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs to the end and returns what was printed.</summary>
    public static async Task<string> RunAsync(
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken, params string[] arguments)
    {
        using Process process = Start(environment, [.. arguments, "--no-progress", "--no-ansi"]);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return output + await errors;
        }
        finally
        {
            process.Kill();
        }
    }
}
