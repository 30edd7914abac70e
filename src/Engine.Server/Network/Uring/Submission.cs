using System.Runtime.InteropServices;

namespace Engine.Server.Network.Uring;

/// <summary>One thing that the kernel is asked to do, as it reads it from the ring.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct Submission
{
    [FieldOffset(0)]
    public Operation Operation;

    [FieldOffset(1)]
    public SubmissionOptions Options;

    /// <summary>What else there is to say about a receive.</summary>
    [FieldOffset(2)]
    public ushort ReceiveOptions;

    [FieldOffset(4)]
    public int Descriptor;

    [FieldOffset(16)]
    public ulong Address;

    [FieldOffset(24)]
    public int Length;

    /// <summary>The events of a poll, the flags of a send.</summary>
    [FieldOffset(28)]
    public int Flags;

    /// <summary>Comes back with the completion.</summary>
    [FieldOffset(32)]
    public Tag Tag;

    [FieldOffset(40)]
    public ushort BufferGroup;
}
