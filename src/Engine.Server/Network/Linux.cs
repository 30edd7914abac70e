using System.Runtime.InteropServices;

namespace Engine.Server.Network;

/// <summary>
/// The system calls of the loops on Linux. Those that never block skip the transition that lets the collector run
/// meanwhile, which would cost as much as the call's own overhead; the one that waits does not skip it.
/// </summary>
internal static unsafe partial class Linux
{
    public const int EpollIn = 0x001;
    public const int EpollOut = 0x004;
    public const int EpollHangup = 0x010;
    public const int EpollError = 0x008;
    public const int EpollPeerFinished = 0x2000;
    public const int EpollOnChange = 1 << 31;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;
    public const int NoSignal = 0x4000;
    public const int DoNotWait = 0x40;
    public const int WaitForAll = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int WouldBlock = 11;
    public const int Interrupted = 4;
    public const int NoDescriptorOfSystem = 23;
    public const int NoDescriptorOfProcess = 24;
    public const int TimedOut = 62;
    public const int NoBuffers = 105;
    public const int Canceled = 125;
    public const int BothDirections = 2;
    public const int ProtocolTcp = 6;
    public const int TcpNoDelay = 1;
    public const int SocketLevel = 1;
    public const int KeepAlive = 9;
    public const int TcpKeepIdle = 4;
    public const int TcpKeepInterval = 5;
    public const int TcpKeepCount = 6;
    private const int OpenDescriptors = 7;

    /// <summary>How many descriptors this process may have open; null when that cannot be told.</summary>
    public static long? OpenDescriptorLimit()
    {
        long* limits = stackalloc long[2];
        return GetLimit(OpenDescriptors, limits) == 0 && limits[0] >= 0 ? limits[0] : null;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, long* softAndHard);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, void* eventPointer);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, void* events, int count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "recv"), SuppressGCTransition]
    public static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send"), SuppressGCTransition]
    public static partial nint Send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int descriptor, void* address, void* addressLength, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    public static partial int GetLocalName(int descriptor, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "getpeername")]
    public static partial int GetPeerName(int descriptor, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int descriptor, int level, int option, void* value, int length);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* buffer, nuint length);
}
