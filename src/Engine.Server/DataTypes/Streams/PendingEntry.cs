using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.Streams;

/// <summary>An entry that a consumer was given and has not acknowledged.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct PendingEntry
{
    /// <summary>When it was given last, Unix milliseconds.</summary>
    public required long DeliveredAt { get; init; }

    /// <summary>How often it was given.</summary>
    public required long Deliveries { get; init; }

    /// <summary>The number of the consumer within its group.</summary>
    public required uint Consumer { get; init; }
}
