using System.Diagnostics;
using System.Text;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>PUC Lua 5.1 of this machine, as Debian's package lua5.1 installs it.</summary>
internal static class Lua51
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The lines that a program returns. Skips the test where there is no such Lua.</summary>
    public static async Task<List<string>> RunAsync(string program)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, program, Encoding.Latin1, TestContext.Current.CancellationToken);
            return await RunFileAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<List<string>> RunFileAsync(string file)
    {
        var start = new ProcessStartInfo("lua5.1") { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.Latin1 };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add($"for _, line in ipairs(dofile('{file}')) do print(line) end");
        using Process process = Start(start);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(s_patience);
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.Equal(0, process.ExitCode);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("lua5.1 is not in PATH; install it (apt-get install lua5.1) to compare with PUC Lua.");
            throw;
        }
    }
}
