using System.Diagnostics;

namespace Engine.Server.Memory;

/// <summary>
/// What debug builds watch: free memory holds a pattern, so that a write to it shows when it is handed out, and every handle
/// that is used must name a live block. In other builds the calls are not compiled.
/// </summary>
internal sealed class HeapChecks
{
    private const byte Pattern = 0xDD;

    private readonly HashSet<uint> _live = [];

    [Conditional("DEBUG")]
    public static void Fill(Span<byte> free) => free.Fill(Pattern);

    /// <summary>A block leaves a slab; its first bytes may be the link of the list of free blocks.</summary>
    [Conditional("DEBUG")]
    public void Allocate(uint handle, Span<byte> block)
    {
        int written = block[sizeof(uint)..].IndexOfAnyExcept(Pattern);
        if (written >= 0)
        {
            throw new InvalidOperationException(
                $"Free memory was written to: byte {sizeof(uint) + written} of the block {handle:x8} ({block.Length} bytes); " +
                "find who kept its handle or wrote beyond the block before it.");
        }
        Add(handle);
    }

    [Conditional("DEBUG")]
    public void Add(uint handle) => _live.Add(handle);

    [Conditional("DEBUG")]
    public void Free(uint handle)
    {
        Require(handle);
        _live.Remove(handle);
    }

    [Conditional("DEBUG")]
    public void Require(uint handle)
    {
        if (!_live.Contains(handle))
            throw PageHeap.NoSuchBlock(handle);
    }
}
