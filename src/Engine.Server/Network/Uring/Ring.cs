using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Engine.Server.Network.Uring;

/// <summary>
/// One io_uring: a queue of submissions that one system call hands to the kernel, which waits in the same call, and a
/// queue of completions that it fills. Made on any thread, then used by one.
/// </summary>
internal sealed unsafe class Ring : IDisposable
{
    private const int SubmissionEntries = 1024;

    /// <summary>One that finds no room is told later, and must not be the failure of a send (SendBatch).</summary>
    private const int CompletionEntries = 32 * 1024;

    private const uint SetupFlags = UringCalls.CompletionCount | UringCalls.StartsDisabled | UringCalls.SubmitAll
        | UringCalls.SingleIssuer | UringCalls.DeferTaskRun;

    private readonly int _descriptor;
    private readonly byte* _submissionRing;
    private readonly nuint _submissionRingLength;
    private readonly byte* _completionRing;
    private readonly nuint _completionRingLength;
    private readonly Submission* _submissions;
    private readonly nuint _submissionsLength;
    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint* _submissionArray;
    private readonly uint _submissionMask;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly Completion* _completions;
    private readonly uint _completionMask;
    private bool _isEnabled;

    private Ring(int descriptor, in RingParameters parameters)
    {
        _descriptor = descriptor;
        _submissionRingLength = parameters.SubmissionArray + parameters.SubmissionEntries * sizeof(uint);
        _submissionRing = UringCalls.MapRing(descriptor, _submissionRingLength, UringCalls.SubmissionRing);
        _completionRingLength =
            parameters.CompletionEntriesOffset + parameters.CompletionEntries * (uint)sizeof(Completion);
        _completionRing = UringCalls.MapRing(descriptor, _completionRingLength, UringCalls.CompletionRing);
        _submissionsLength = parameters.SubmissionEntries * (uint)sizeof(Submission);
        _submissions = (Submission*)UringCalls.MapRing(descriptor, _submissionsLength, UringCalls.Submissions);
        _submissionHead = (uint*)(_submissionRing + parameters.SubmissionHead);
        _submissionTail = (uint*)(_submissionRing + parameters.SubmissionTail);
        _submissionMask = *(uint*)(_submissionRing + parameters.SubmissionMask);
        _submissionArray = (uint*)(_submissionRing + parameters.SubmissionArray);
        _completionHead = (uint*)(_completionRing + parameters.CompletionHead);
        _completionTail = (uint*)(_completionRing + parameters.CompletionTail);
        _completionMask = *(uint*)(_completionRing + parameters.CompletionMask);
        _completions = (Completion*)(_completionRing + parameters.CompletionEntriesOffset);
    }

    /// <summary>A ring, or null where there is none: an older kernel, or a container that forbids it.</summary>
    public static Ring? TryOpen()
    {
        RingParameters parameters = new() { Flags = SetupFlags, CompletionEntries = CompletionEntries };
        int descriptor = UringCalls.Setup(SubmissionEntries, &parameters);
        return descriptor < 0 ? null : new Ring(descriptor, parameters);
    }

    /// <summary>Registers where the kernel finds buffers for what arrives.</summary>
    public bool TryRegisterBuffers(void* entries, uint count, ushort group)
    {
        BufferRegistration registration = new() { Entries = (ulong)entries, Count = count, Group = group };
        return UringCalls.Register(_descriptor, UringCalls.RegisterBufferRing, &registration, 1) >= 0;
    }

    /// <summary>An empty submission to fill in; the next call hands it over.</summary>
    public ref Submission Next()
    {
        uint tail = *_submissionTail;
        if (tail - Volatile.Read(ref *_submissionHead) > _submissionMask)
            Submit();
        uint index = tail & _submissionMask;
        _submissionArray[index] = index;
        _submissions[index] = default;
        Volatile.Write(ref *_submissionTail, tail + 1);
        return ref _submissions[index];
    }

    /// <summary>Hands over all submissions. What can be done at once is done when this returns.</summary>
    public void Submit()
    {
        while (Pending > 0)
            Enter(Pending, 0, 0, null);
    }

    /// <summary>
    /// Hands over all submissions and waits for a completion, at most that long (-1: for ever).
    /// </summary>
    public void SubmitAndWait(int timeoutMilliseconds)
    {
        long* timeout = stackalloc long[2];
        timeout[0] = timeoutMilliseconds / 1000;
        timeout[1] = timeoutMilliseconds % 1000 * 1_000_000L;
        WaitArgument argument = new() { Timeout = timeoutMilliseconds < 0 ? 0 : (ulong)timeout };
        uint wait = timeoutMilliseconds == 0 ? 0u : 1u;
        Enter(Pending, wait, UringCalls.GetEvents | UringCalls.ExtendedArgument, &argument);
    }

    public bool TryTake(out Completion completion)
    {
        uint head = *_completionHead;
        if (head == Volatile.Read(ref *_completionTail))
        {
            completion = default;
            return false;
        }

        completion = _completions[head & _completionMask];
        Volatile.Write(ref *_completionHead, head + 1);
        return true;
    }

    /// <summary>How many completions wait to be taken.</summary>
    public int Completed => (int)(Volatile.Read(ref *_completionTail) - *_completionHead);

    /// <summary>Takes a send's completion from among those that wait, and leaves one of no kind in its place.</summary>
    public bool TryTakeSend(int index, out Completion completion)
    {
        ref Completion waiting = ref _completions[(*_completionHead + (uint)index) & _completionMask];
        completion = waiting;
        if (completion.Tag.Kind != TagKind.Send)
            return false;
        waiting = default;
        return true;
    }

    public void Dispose()
    {
        UringCalls.Unmap(_submissions, _submissionsLength);
        UringCalls.Unmap(_completionRing, _completionRingLength);
        UringCalls.Unmap(_submissionRing, _submissionRingLength);
        Linux.Close(_descriptor);
    }

    private uint Pending => *_submissionTail - Volatile.Read(ref *_submissionHead);

    private void Enter(uint submit, uint wait, uint flags, WaitArgument* argument)
    {
        if (!_isEnabled)
        {
            // The thread that enables it is the one that may use it.
            Checked(UringCalls.Register(_descriptor, UringCalls.EnableRings, null, 0));
            _isEnabled = true;
        }

        nint argumentLength = argument is null ? 0 : sizeof(WaitArgument);
        int result = UringCalls.Enter(_descriptor, submit, wait, flags, argument, argumentLength);
        if (result < 0 && Marshal.GetLastSystemError() is not (Linux.Interrupted or Linux.TimedOut or Linux.WouldBlock))
            Checked(result);
    }

    private static void Checked(int result)
    {
        if (result < 0)
            throw new Win32Exception(Marshal.GetLastSystemError());
    }

    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct BufferRegistration
    {
        [FieldOffset(0)]
        public ulong Entries;

        [FieldOffset(8)]
        public uint Count;

        [FieldOffset(12)]
        public ushort Group;
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    private struct WaitArgument
    {
        /// <summary>The address of seconds and nanoseconds; 0 waits for ever.</summary>
        [FieldOffset(16)]
        public ulong Timeout;
    }
}
