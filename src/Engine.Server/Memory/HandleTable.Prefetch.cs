using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Server.Memory;

/// <summary>Finding in two steps, for who knows the keys before they are needed.</summary>
internal sealed partial class HandleTable<TKeys>
{
    /// <summary>Starts to fetch the bucket that a key with this hash stands in, if it is there.</summary>
    public void PrefetchBucket(ulong hash) =>
        ProcessorCache.Prefetch(ref Unsafe.As<Bucket, byte>(ref ArrayFor(hash).Head(hash)));

    /// <summary>
    /// The handle that a key with this hash most likely has, 0 if none; only the first bucket of the chain is looked
    /// at.
    /// </summary>
    public uint Guess(ulong hash)
    {
        ref Bucket bucket = ref ArrayFor(hash).Head(hash);
        uint matches = bucket.Match(TagOf(hash));
        return matches == 0 ? 0 : bucket.HandleAt(BitOperations.TrailingZeroCount(matches));
    }
}
