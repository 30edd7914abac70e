using System.Diagnostics;
using System.Text;

namespace Engine.Lua.Tests.Running;

/// <summary>PUC Lua 5.1 as the system's packages bring it.</summary>
internal static class ReferenceLua
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "lua5.1"))
        .FirstOrDefault(File.Exists);

    public static void SkipIfMissing() =>
        Assert.SkipWhen(Program is null, "lua5.1 is not installed, so nothing is compared with PUC Lua.");

    /// <summary>What a script prints.</summary>
    public static async Task<string> OutputOf(string folder, string file)
    {
        var start = new ProcessStartInfo(Program!, [file])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
