using System.Diagnostics.CodeAnalysis;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>When an <see cref="Arena{T}"/> wipes its memory. The numbers are those of the published package.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "The name is the published package's.")]
public enum ArenaFlags
{
    /// <summary>Elements keep what they held until they are overwritten.</summary>
    None = 0,

    /// <summary>
    /// Wipe elements at every reset and when a block is acquired, so that every allocation starts out as default
    /// values.
    /// </summary>
    ClearAtReset = 1,

    /// <summary>Wipe a block before it is given back. Blocks that hold references are always wiped then.</summary>
    ClearAtDispose = 2,

    /// <summary>A hint about the memory behind the blocks, without effect here.</summary>
    PreferUnmanaged = 4,

    /// <summary>A hint about the memory behind the blocks, without effect here.</summary>
    PreferPinned = 8,

    /// <summary>A hint about sharing blocks between element types, without effect here.</summary>
    BlittableNonPaddedSharing = 16,

    /// <summary>A hint about sharing blocks between element types, without effect here.</summary>
    BlittablePaddedSharing = 32,
}
