using System.Runtime.InteropServices;

namespace Engine.Server.Network.Uring;

/// <summary>Tells completions apart.</summary>
/// <param name="Index">The number of a watched target or of a send within its batch.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Tag(int Index, TagKind Kind)
{
    /// <summary>As the kernel sees it.</summary>
    public ulong Value => (uint)Index | ((ulong)Kind << 32);
}
