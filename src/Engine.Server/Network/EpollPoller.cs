using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Server.Network;

/// <summary>
/// Waits by Linux's epoll: one system call tells all that is ready. Listeners are told as long as somebody waits to be
/// accepted; connections are told once when something arrives, so that the kernel does not look at each of them again
/// in the next wait. Who has not read everything calls <see cref="TellAgain"/>.
/// </summary>
internal sealed unsafe class EpollPoller : IDescriptorPoller
{
    private const int EventsPerWait = 1024;
    private const int ConnectionEvents = Linux.EpollPeerFinished | Linux.EpollOnChange;
    private const int Ends = Linux.EpollPeerFinished | Linux.EpollHangup | Linux.EpollError;

    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EventSize = IsPacked ? 12 : 16;
    private static readonly int DataOffset = IsPacked ? 4 : 8;

    private readonly int _epoll;
    private readonly int _wakeDescriptor;
    private readonly ReadyList _ready = new();
    private readonly Lock _wakeGate = new();
    private ReadyList? _nestedReady;
    private bool _isWaiting;
    private bool _isDisposed;
    private IPollTarget?[] _targets = new IPollTarget?[1024];
    private int[] _interests = new int[1024];

    public EpollPoller()
    {
        _epoll = Checked(Linux.EpollCreate(Linux.CloseOnExec));
        _wakeDescriptor = Checked(Linux.EventDescriptor(0, Linux.NonBlocking | Linux.CloseOnExec));
        Control(Linux.EpollAdd, _wakeDescriptor, Linux.EpollIn);
    }

    public string Name => "epoll";

    public bool NeedsNonBlocking => true;

    public void AddListener(int descriptor, IPollTarget target) => Add(descriptor, target, Linux.EpollIn);

    public void RemoveListener(int descriptor) => Remove(descriptor);

    public Transport CreateTransport(int descriptor, string? unixPath) =>
        new EpollTransport(this, descriptor, unixPath);

    public void AddConnection(int descriptor, IPollTarget target) =>
        Add(descriptor, target, Linux.EpollIn | ConnectionEvents);

    public void Watch(int descriptor, bool readable, bool writable)
    {
        _interests[descriptor] =
            (readable ? Linux.EpollIn | ConnectionEvents : 0) | (writable ? Linux.EpollOut : 0);
        TellAgain(descriptor);
    }

    /// <summary>What is ready now is told by the next wait, whether or not it was told before.</summary>
    public void TellAgain(int descriptor) => Control(Linux.EpollModify, descriptor, _interests[descriptor]);

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
        if (_isWaiting)
        {
            // A target that takes long waits again while it is being told: first of what comes behind it.
            NotifyAll(_ready);
            Wait(_nestedReady ??= new ReadyList(), timeoutMilliseconds, awake);
            return;
        }

        _isWaiting = true;
        Wait(_ready, timeoutMilliseconds, awake);
        _isWaiting = false;
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

    private void Wait(ReadyList ready, int timeoutMilliseconds, Action awake)
    {
        ready.Count = Linux.EpollWait(_epoll, ready.Events, EventsPerWait, timeoutMilliseconds);
        ready.Position = 0;
        awake();
        NotifyAll(ready);
    }

    private void NotifyAll(ReadyList ready)
    {
        while (ready.Position < ready.Count)
        {
            byte* entry = ready.Events + ready.Position++ * EventSize;
            Notify(*(uint*)entry, *(int*)(entry + DataOffset));
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
        if ((events & (Linux.EpollIn | Ends)) != 0)
        {
            _targets[descriptor]?.OnReadable();
            // What came before the end may have been all that was read.
            if ((events & Ends) != 0 && _targets[descriptor] is not null)
                TellAgain(descriptor);
        }

        if ((events & Linux.EpollOut) != 0)
            _targets[descriptor]?.OnWritable();
    }

    private void Add(int descriptor, IPollTarget target, int interest)
    {
        if (descriptor >= _targets.Length)
        {
            Array.Resize(ref _targets, Math.Max(descriptor + 1, _targets.Length * 2));
            Array.Resize(ref _interests, _targets.Length);
        }

        _targets[descriptor] = target;
        _interests[descriptor] = interest;
        Control(Linux.EpollAdd, descriptor, interest);
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

    /// <summary>What one wait told, and how much of it has been passed on.</summary>
    private sealed class ReadyList
    {
        private readonly byte[] _buffer = GC.AllocateArray<byte>(EventsPerWait * 16, pinned: true);

        public int Count { get; set; }

        public int Position { get; set; }

        public byte* Events => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_buffer));
    }
}
