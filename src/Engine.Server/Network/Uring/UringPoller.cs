using System.Diagnostics.CodeAnalysis;

namespace Engine.Server.Network.Uring;

/// <summary>
/// Waits by Linux's io_uring: one system call hands over the replies of a turn and waits for the next requests, whose
/// bytes it has received already.
/// </summary>
internal sealed unsafe class UringPoller : IDescriptorPoller
{
    private readonly Ring _ring;
    private readonly ReceiveBuffers _buffers;
    private readonly SendBatch _sends = new();
    private readonly int _wakeDescriptor = Linux.EventDescriptor(0, Linux.CloseOnExec);
    private readonly ulong* _wakeCount = (ulong*)UringCalls.MapMemory(sizeof(ulong));
    private readonly Lock _wakeGate = new();
    private readonly Queue<UringTransport> _signalled = new();
    private readonly Dictionary<int, IPollTarget> _listeners = [];
    private readonly Stack<int> _freeIndexes = new();
    private UringTransport?[] _transports = new UringTransport?[64];
    private int _transportCount;
    private bool _isDisposed;

    private UringPoller(Ring ring, ReceiveBuffers buffers)
    {
        _ring = ring;
        _buffers = buffers;
        AskForWake();
    }

    public string Name => "io_uring";

    public bool NeedsNonBlocking => false;

    /// <summary>A poller, or null where the kernel has no io_uring or a policy forbids it.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The poller owns both.")]
    public static UringPoller? TryCreate()
    {
        Ring? ring = Ring.TryOpen();
        if (ring is null)
            return null;
        var buffers = new ReceiveBuffers();
        if (buffers.TryRegister(ring))
            return new UringPoller(ring, buffers);
        buffers.Dispose();
        ring.Dispose();
        return null;
    }

    public void AddListener(int descriptor, IPollTarget target)
    {
        _listeners.Add(descriptor, target);
        AskForPeers(descriptor);
    }

    public void RemoveListener(int descriptor)
    {
        if (!_listeners.Remove(descriptor))
            return;
        // As long as the kernel waits for its peers, its address stays taken; it lets go when completions are fetched.
        Cancel(new Tag(descriptor, TagKind.Listener));
        _ring.SubmitAndWait(0);
        SettleSends();
    }

    public Transport CreateTransport(int descriptor, string? unixPath) =>
        new UringTransport(this, descriptor, unixPath);

    public void Wait(int timeoutMilliseconds, Action awake)
    {
        _ring.SubmitAndWait(_signalled.Count > 0 ? 0 : timeoutMilliseconds);
        SettleSends();
        awake();
        for (int count = _signalled.Count; count > 0 && _signalled.TryDequeue(out UringTransport? transport); count--)
            transport.Notify();
        while (_ring.TryTake(out Completion completion))
            Handle(completion);
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

    /// <summary>Takes a transport on; what the kernel tells of it carries the number that is returned.</summary>
    internal int Add(UringTransport transport)
    {
        if (!_freeIndexes.TryPop(out int index))
        {
            index = _transportCount++;
            if (index == _transports.Length)
                Array.Resize(ref _transports, index * 2);
        }

        _transports[index] = transport;
        return index;
    }

    /// <summary>The kernel has nothing more to tell of this one.</summary>
    internal void Remove(int index)
    {
        _transports[index] = null;
        _freeIndexes.Push(index);
    }

    /// <summary>Asks for what arrives, until it is cancelled or the peer has sent its last.</summary>
    internal void AskForBytes(int index, int descriptor)
    {
        ref Submission receive = ref _ring.Next();
        receive.Operation = Operation.Receive;
        receive.Options = SubmissionOptions.SelectBuffer;
        receive.ReceiveOptions = UringCalls.ReceiveRepeatedly;
        receive.Descriptor = descriptor;
        receive.BufferGroup = ReceiveBuffers.Group;
        receive.Tag = new Tag(index, TagKind.Receive);
    }

    /// <summary>Ends what <see cref="AskForBytes"/> began; a last completion says so.</summary>
    internal void CancelBytes(int index) => Cancel(new Tag(index, TagKind.Receive));

    /// <summary>What arrived in a buffer that is not given back yet.</summary>
    internal ReadOnlySpan<byte> Read(int buffer, int start, int length) => _buffers.Read(buffer, start, length);

    internal void AskForRoom(int index, int descriptor) =>
        Poll(descriptor, Linux.EpollOut, new Tag(index, TagKind.Writable));

    /// <summary>Calls <see cref="UringTransport.Notify"/> in the next turn.</summary>
    internal void Signal(UringTransport transport) => _signalled.Enqueue(transport);

    internal void Send(UringTransport transport, ReadOnlySpan<byte> bytes)
    {
        if (!_sends.HasRoomFor(bytes.Length))
            Submit();
        _sends.Add(_ring, transport, bytes);
    }

    /// <summary>Hands over what waits to be sent, instead of at the end of the turn.</summary>
    internal void Submit()
    {
        _ring.Submit();
        SettleSends();
    }

    public void Dispose()
    {
        lock (_wakeGate)
        {
            _isDisposed = true;
            Submit();
            _ring.Dispose();
            Linux.Close(_wakeDescriptor);
        }

        _buffers.Dispose();
        _sends.Dispose();
        UringCalls.Unmap(_wakeCount, sizeof(ulong));
    }

    private void SettleSends()
    {
        if (!_sends.IsEmpty)
            _sends.Settle(_ring);
    }

    private void Handle(in Completion completion)
    {
        int index = completion.Tag.Index;
        switch (completion.Tag.Kind)
        {
            case TagKind.Receive when completion.HasBuffer:
                _transports[index]!.Received(completion.Buffer, completion.Result, completion.HasMore);
                _buffers.GiveBack(completion.Buffer);
                break;
            case TagKind.Receive:
                _transports[index]!.ReceiveEnded(completion.Result);
                break;
            case TagKind.Writable:
                _transports[index]!.RoomIsThere();
                break;
            case TagKind.Listener when _listeners.TryGetValue(index, out IPollTarget? listener):
                listener.OnReadable();
                AskForPeers(index);
                break;
            case TagKind.Wake:
                AskForWake();
                break;
        }
    }

    private void AskForPeers(int descriptor) =>
        Poll(descriptor, Linux.EpollIn, new Tag(descriptor, TagKind.Listener));

    private void AskForWake()
    {
        ref Submission read = ref _ring.Next();
        read.Operation = Operation.Read;
        read.Descriptor = _wakeDescriptor;
        read.Address = (ulong)_wakeCount;
        read.Length = sizeof(ulong);
        read.Tag = new Tag(0, TagKind.Wake);
    }

    private void Poll(int descriptor, int events, Tag tag)
    {
        ref Submission poll = ref _ring.Next();
        poll.Operation = Operation.Poll;
        poll.Descriptor = descriptor;
        poll.Flags = events;
        poll.Tag = tag;
    }

    private void Cancel(Tag tag)
    {
        ref Submission cancel = ref _ring.Next();
        cancel.Operation = Operation.Cancel;
        cancel.Descriptor = -1;
        cancel.Address = tag.Value;
        cancel.Tag = new Tag(0, TagKind.Cancel);
    }
}
