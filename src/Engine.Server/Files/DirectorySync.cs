using System.Runtime.InteropServices;

namespace Engine.Server.Files;

/// <summary>
/// Makes the names in a directory safe from a crash of the machine, which .NET has no call for. On Windows the file
/// system's own journal does.
/// </summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;
    private const int BadDescriptor = 9;
    private const int InvalidArgument = 22;

    public static void Run(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failure("open", path);
        try
        {
            // Some file systems cannot synchronize directories, and say so; there is nothing to be had from them.
            bool isSafe = Synchronize(descriptor) == 0
                || Marshal.GetLastPInvokeError() is BadDescriptor or InvalidArgument;
            if (!isSafe)
                throw Failure("synchronize", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string verb, string path) =>
        new($"Cannot {verb} the directory '{path}': {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
