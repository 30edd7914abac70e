using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Redis.Fixtures.Servers;

/// <summary>The redis-server of this machine, and what happens to tests when there is none.</summary>
public static partial class RedisInstallation
{
    private static readonly Lazy<string?> s_path = new(() => FindInPath("redis-server"));
    private static readonly Lazy<Version> s_version = new(ReadVersion);

    public static bool IsAvailable => s_path.Value is not null;

    /// <summary>Where redis-server is; without one the test is skipped, or fails if one is required.</summary>
    public static string ServerPath => s_path.Value ?? throw Unavailable(
        "redis-server is not in PATH. Install it (apt-get install redis-server), "
        + "or name a running server in PATTERNS_REDIS=host:port for the tests that can use one.");

    public static Version Version => s_version.Value;

    /// <summary>
    /// The exception that skips a test with a reason; with <c>PATTERNS_REQUIRE_REDIS=1</c> it fails the test instead.
    /// </summary>
    public static Exception Unavailable(string reason) =>
        Environment.GetEnvironmentVariable("PATTERNS_REQUIRE_REDIS") == "1"
            ? new InvalidOperationException($"{reason} PATTERNS_REQUIRE_REDIS=1 makes this a failure.")
            : Xunit.Sdk.SkipException.ForSkip(reason);

    private static string? FindInPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static Version ReadVersion()
    {
        ProcessStartInfo start = new(ServerPath, "--version") { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Version.Parse(VersionPattern().Match(output).Groups[1].Value);
    }

    [GeneratedRegex(@"v=(\d+\.\d+\.\d+)")]
    private static partial Regex VersionPattern();
}
