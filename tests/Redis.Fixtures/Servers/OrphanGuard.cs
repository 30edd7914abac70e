using System.Diagnostics;
using System.Globalization;

namespace Redis.Fixtures.Servers;

/// <summary>
/// A small shell that outlives the test host just long enough to clean up after it. It reads a pipe that only the host
/// holds open: however the host dies, the pipe ends, and the guard kills the server and removes its folder. A line on
/// the pipe says instead that the server has ended in good order. (PR_SET_PDEATHSIG would not do: it follows the thread
/// that started the server, and the runtime's pool threads come and go.)
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script = """read -r stopped || { kill -KILL "$1"; rm -rf "$2"; }""";

    private readonly Process _shell;

    private OrphanGuard(Process shell) => _shell = shell;

    public static OrphanGuard Watch(int processId, string folder)
    {
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true };
        string id = processId.ToString(CultureInfo.InvariantCulture);
        foreach (string argument in (string[])["-c", Script, "redis-orphan-guard", id, folder])
        {
            start.ArgumentList.Add(argument);
        }

        return new OrphanGuard(Process.Start(start)!);
    }

    /// <summary>Says that the server has ended, and waits until the guard has too.</summary>
    public void Dispose()
    {
        _shell.StandardInput.WriteLine("stopped");
        _shell.StandardInput.Dispose();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
