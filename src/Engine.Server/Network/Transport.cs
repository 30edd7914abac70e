namespace Engine.Server.Network;

/// <summary>
/// The bytes of one peer, whatever carries them. All members but the signals behind them are used on the engine thread,
/// and none blocks.
/// </summary>
internal abstract class Transport
{
    /// <summary>Nothing can be received or sent at the moment; the target is told when that changes.</summary>
    public const int TryLater = -1;

    /// <summary>The peer is gone.</summary>
    public const int Broken = -2;

    public abstract string RemoteAddress { get; }

    public abstract string LocalAddress { get; }

    public virtual int Descriptor => -1;

    public virtual bool IsUnixSocket => false;

    /// <summary>The peer is on this machine.</summary>
    public virtual bool IsLocal => IsUnixSocket
        || RemoteAddress.StartsWith("127.0.0.1:", StringComparison.Ordinal)
        || RemoteAddress.StartsWith("[::1]:", StringComparison.Ordinal);

    /// <summary>
    /// Whether bytes that were taken by <see cref="Send"/> are still on their way, and lost if the transport is closed
    /// now.
    /// </summary>
    public virtual bool HasUnsent => false;

    /// <summary>Starts telling <paramref name="target"/> what arrives.</summary>
    public abstract void Attach(IPollTarget target);

    /// <summary>
    /// Returns how many bytes were received, 0 when the peer has sent its last, or one of the constants.
    /// </summary>
    public abstract int Receive(Span<byte> buffer);

    /// <summary>Returns how many bytes were taken, or one of the constants.</summary>
    public abstract int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Asks for <see cref="IPollTarget.OnWritable"/> as soon as more can be sent.</summary>
    public abstract void NotifyWhenWritable();

    /// <summary>The peer has sent its last byte: stop asking for more.</summary>
    public abstract void StopReceiving();

    public abstract void Close();

    /// <summary>Sends a few last bytes to a peer that is not taken on, as far as they fit, and closes.</summary>
    public virtual void Refuse(ReadOnlySpan<byte> farewell)
    {
        Send(farewell);
        Close();
    }
}
