namespace Engine.Server.Sessions.Tracking;

/// <summary>The order of byte strings in Redis's radix trees: byte by byte, a prefix before what it begins.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static ByteOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
