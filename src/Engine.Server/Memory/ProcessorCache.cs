using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Engine.Server.Memory;

/// <summary>Hints to the processor. They change nothing but how long a later access waits for the memory.</summary>
internal static unsafe class ProcessorCache
{
    /// <summary>Starts to fetch the cache line of a byte, which need not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref byte address)
    {
        // .NET has no such instruction for other processors.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref address));
    }
}
