using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Engine.Server.Memory;

/// <summary>
/// What debug builds watch: free memory holds a pattern, so that a write to it shows when it is handed out, and every
/// handle that is used must name a live block. In other builds the calls are not compiled.
/// </summary>
internal sealed class HeapChecks
{
    private const byte Pattern = 0xDD;

    private readonly HashSet<uint> _live = [];

    [Conditional("DEBUG")]
    public static void Fill(Span<byte> free) => free.Fill(Pattern);

    /// <summary>A block is handed out for the first time.</summary>
    [Conditional("DEBUG")]
    public void Start(uint handle, Span<byte> block)
    {
        RequireUntouched(handle, block, start: 0);
        _live.Add(handle);
    }

    /// <summary>A freed block is handed out again; it starts with the link to its slab's next free block.</summary>
    [Conditional("DEBUG")]
    public void Recycle(uint handle, Span<byte> block)
    {
        uint next = MemoryMarshal.Read<uint>(block);
        if (next != 0 && (next >> 16 != handle >> 16 || _live.Contains(next)))
            throw WrittenWhileFree(handle, block, position: 0);
        RequireUntouched(handle, block, sizeof(uint));
        _live.Add(handle);
    }

    [Conditional("DEBUG")]
    public void AddDedicatedPage(uint handle) => _live.Add(handle);

    [Conditional("DEBUG")]
    public void Free(uint handle)
    {
        RequireLive(handle);
        _live.Remove(handle);
    }

    [Conditional("DEBUG")]
    public void Clear() => _live.Clear();

    [Conditional("DEBUG")]
    public void RequireLive(uint handle)
    {
        if (!_live.Contains(handle))
            throw PageHeap.NoSuchBlock(handle);
    }

    private static void RequireUntouched(uint handle, Span<byte> block, int start)
    {
        int written = block[start..].IndexOfAnyExcept(Pattern);
        if (written >= 0)
            throw WrittenWhileFree(handle, block, start + written);
    }

    private static InvalidOperationException WrittenWhileFree(uint handle, Span<byte> block, int position) => new(
        $"Byte {position} of the free block {handle:x8} ({block.Length} bytes) was written to; " +
        "find who kept its handle or span, or wrote beyond the block before it.");
}
