using System.Runtime.InteropServices;

namespace Engine.Server.Network.Uring;

/// <summary>The system calls behind a ring, which libc offers by their numbers alone.</summary>
internal static unsafe partial class UringCalls
{
    public const uint CompletionCount = 1 << 3;
    public const uint StartsDisabled = 1 << 6;
    public const uint SubmitAll = 1 << 7;
    public const uint SingleIssuer = 1 << 12;
    public const uint DeferTaskRun = 1 << 13;
    public const uint GetEvents = 1 << 0;
    public const uint ExtendedArgument = 1 << 3;
    public const int ReceiveRepeatedly = 1 << 1;
    public const int EnableRings = 12;
    public const int RegisterBufferRing = 22;
    public const nint SubmissionRing = 0;
    public const nint CompletionRing = 0x8000000;
    public const nint Submissions = 0x10000000;

    private const nint SetupNumber = 425;
    private const nint EnterNumber = 426;
    private const nint RegisterNumber = 427;
    private const int ReadWrite = 3;
    private const int SharedPopulated = 0x1 | 0x8000;
    private const int PrivateAnonymous = 0x2 | 0x20;

    /// <summary>The descriptor of a new ring, -1 where the kernel or its policy has none.</summary>
    public static int Setup(uint entries, RingParameters* parameters) =>
        (int)Call(SetupNumber, (nint)entries, (nint)parameters, 0, 0, 0, 0);

    /// <summary>May wait, so the collector can run meanwhile.</summary>
    public static int Enter(int ring, uint submit, uint wait, uint flags, void* argument, nint argumentLength) =>
        (int)Call(EnterNumber, ring, (nint)submit, (nint)wait, (nint)flags, (nint)argument, argumentLength);

    public static int Register(int ring, int operation, void* argument, uint count) =>
        (int)Call(RegisterNumber, ring, operation, (nint)argument, (nint)count, 0, 0);

    public static byte* MapRing(int ring, nuint length, nint offset) =>
        Map(null, length, ReadWrite, SharedPopulated, ring, offset);

    public static byte* MapMemory(nuint length) => Map(null, length, ReadWrite, PrivateAnonymous, -1, 0);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(
        void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
