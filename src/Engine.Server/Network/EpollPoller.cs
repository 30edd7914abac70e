using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.Network;

/// <summary>Waits by Linux's epoll, level-triggered: one system call tells all that is ready.</summary>
internal sealed unsafe class EpollPoller : IPoller
{
    private const int EventsPerWait = 1024;

    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EventSize = IsPacked ? 12 : 16;
    private static readonly int DataOffset = IsPacked ? 4 : 8;

    private readonly int _epoll;
    private readonly int _wakeDescriptor;
    private readonly byte[] _events = GC.AllocateArray<byte>(EventsPerWait * 16, pinned: true);
    private readonly byte* _eventPointer;
    private readonly Lock _wakeGate = new();
    private bool _isDisposed;
    private IPollTarget?[] _targets = new IPollTarget?[1024];

    public EpollPoller()
    {
        _eventPointer = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_events));
        _epoll = Checked(Linux.EpollCreate(Linux.CloseOnExec));
        _wakeDescriptor = Checked(Linux.EventDescriptor(0, Linux.NonBlocking | Linux.CloseOnExec));
        Control(Linux.EpollAdd, _wakeDescriptor, Linux.EpollIn);
    }

    public string Name => "epoll";

    public void Add(int descriptor, IPollTarget target)
    {
        if (descriptor >= _targets.Length)
            Array.Resize(ref _targets, Math.Max(descriptor + 1, _targets.Length * 2));
        _targets[descriptor] = target;
        Control(Linux.EpollAdd, descriptor, Linux.EpollIn);
    }

    public void Watch(int descriptor, bool readable, bool writable) =>
        Control(Linux.EpollModify, descriptor, (readable ? Linux.EpollIn : 0) | (writable ? Linux.EpollOut : 0));

    public void Remove(int descriptor)
    {
        // A peer that is refused was never added.
        if (descriptor >= _targets.Length || _targets[descriptor] is null)
            return;
        _targets[descriptor] = null;
        Linux.EpollControl(_epoll, Linux.EpollDelete, descriptor, null);
    }

    public void Wait(int timeoutMilliseconds, Action awake)
    {
        // Under load something is ready at once, and the call that never blocks is the cheaper one.
        int count = Linux.EpollPeek(_epoll, _eventPointer, EventsPerWait, 0);
        if (count == 0 && timeoutMilliseconds != 0)
            count = Linux.EpollWait(_epoll, _eventPointer, EventsPerWait, timeoutMilliseconds);
        awake();
        for (int i = 0; i < count; i++)
        {
            byte* entry = _eventPointer + i * EventSize;
            Notify(*(uint*)entry, *(int*)(entry + DataOffset));
        }
    }

    public void Wake()
    {
        // A descriptor that was closed may belong to somebody else by now.
        lock (_wakeGate)
        {
            ulong one = 1;
            if (!_isDisposed)
                Linux.Write(_wakeDescriptor, &one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        lock (_wakeGate)
        {
            _isDisposed = true;
            Linux.Close(_wakeDescriptor);
            Linux.Close(_epoll);
        }
    }

    private void Notify(uint events, int descriptor)
    {
        if (descriptor == _wakeDescriptor)
        {
            ulong ignored;
            Linux.Read(_wakeDescriptor, &ignored, sizeof(ulong));
            return;
        }

        // An earlier event of this wait may have closed the descriptor, and even reused it: then a read finds nothing
        // and tries later.
        if ((events & (Linux.EpollIn | Linux.EpollHangup | Linux.EpollError)) != 0)
            _targets[descriptor]?.OnReadable();
        if ((events & Linux.EpollOut) != 0)
            _targets[descriptor]?.OnWritable();
    }

    private void Control(int operation, int descriptor, int events)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = (uint)events;
        *(ulong*)(entry + DataOffset) = (uint)descriptor;
        Checked(Linux.EpollControl(_epoll, operation, descriptor, entry));
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
