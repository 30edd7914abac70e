namespace Engine.Server.Network;

/// <summary>
/// How many clients the operating system lets this process have. Whoever comes when no descriptor is left cannot even
/// be told so, and the runtime needs some itself.
/// </summary>
internal static class DescriptorLimit
{
    /// <summary>Files that the engine opens while it runs, and what the runtime opens beside them.</summary>
    private const long Reserved = 32;

    /// <param name="connected">How many clients there are: their descriptors are not lost to others.</param>
    public static long MostClients(int connected)
    {
        if (!OperatingSystem.IsLinux() || Linux.OpenDescriptorLimit() is not { } limit)
            return long.MaxValue;
        int open = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        return Math.Max(1, limit - (open - connected) - Reserved);
    }
}
