using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Engine.Server.Files;

/// <summary>
/// Makes the bytes of a file safe from a crash of the machine. On Linux that is <c>fdatasync</c>, as in Redis: the time
/// of the last change, for which <c>fsync</c> would write once more, is of no use.
/// </summary>
internal static partial class DataSync
{
    private const int Interrupted = 4;

    /// <exception cref="IOException">It cannot be known what is safe.</exception>
    public static void Run(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (Synchronize(file) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new IOException($"Cannot synchronize a file: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);
}
