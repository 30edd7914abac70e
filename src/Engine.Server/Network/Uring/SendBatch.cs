namespace Engine.Server.Network.Uring;

/// <summary>
/// The replies of one turn: copied side by side, handed to the kernel together. A send never waits, so that all are
/// over when the call returns that submits them; only one that fell short leaves a completion.
/// </summary>
internal sealed unsafe class SendBatch : IDisposable
{
    /// <summary>What is larger is worth a system call of its own.</summary>
    public const int LargestPiece = 16 * 1024;

    private const int Capacity = 256 * 1024;
    private const int SendFlags = Linux.NoSignal | Linux.DoNotWait | Linux.WaitForAll;

    private readonly byte* _bytes = UringCalls.MapMemory(Capacity);
    private readonly List<Entry> _entries = [];
    private int _length;

    public bool IsEmpty => _entries.Count == 0;

    public bool HasRoomFor(int length) => length <= Capacity - _length;

    public void Add(Ring ring, UringTransport transport, ReadOnlySpan<byte> bytes)
    {
        byte* start = _bytes + _length;
        bytes.CopyTo(new Span<byte>(start, bytes.Length));
        _length += bytes.Length;
        ref Submission send = ref ring.Next();
        send.Operation = Operation.Send;
        send.Options = SubmissionOptions.SilentSuccess;
        send.Descriptor = transport.Descriptor;
        send.Address = (ulong)start;
        send.Length = bytes.Length;
        send.Flags = SendFlags;
        send.Tag = new Tag(_entries.Count, TagKind.Send);
        _entries.Add(new Entry(transport, (nint)start, bytes.Length));
    }

    /// <summary>After the submission: tells each transport what became of its bytes.</summary>
    public void Settle(Ring ring)
    {
        for (int i = ring.Completed - 1; i >= 0; i--)
        {
            if (ring.TryTakeSend(i, out Completion completion))
                Report(_entries[completion.Tag.Index], completion.Result);
        }

        foreach (Entry entry in _entries)
            entry.Transport.SendIsOver();
        _entries.Clear();
        _length = 0;
    }

    public void Dispose() => UringCalls.Unmap(_bytes, Capacity);

    private static void Report(Entry entry, int result)
    {
        if (result is -Linux.WouldBlock or -Linux.Interrupted)
            result = 0;
        if (result < 0)
            entry.Transport.SendFailed();
        else
            entry.Transport.SendFellShort(new ReadOnlySpan<byte>((byte*)entry.Start + result, entry.Length - result));
    }

    private readonly record struct Entry(UringTransport Transport, nint Start, int Length);
}
