using System.Runtime.InteropServices;

namespace Engine.Server.Network.Uring;

/// <summary>What became of a submission, as the kernel writes it to the ring.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Completion
{
    private const uint HasBufferFlag = 1;
    private const uint HasMoreFlag = 2;

    public readonly Tag Tag;

    /// <summary>A count of bytes or the events of a poll; below zero an error number.</summary>
    public readonly int Result;

    private readonly uint _flags;

    /// <summary>Whether the same submission will complete again.</summary>
    public bool HasMore => (_flags & HasMoreFlag) != 0;

    public bool HasBuffer => (_flags & HasBufferFlag) != 0;

    public int Buffer => (int)(_flags >> 16);
}
