namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// How a <see cref="SocketConnection"/> drives its socket. The numbers are those of the published package.
/// </summary>
[Flags]
public enum SocketConnectionOptions
{
    /// <summary>The default behaviour.</summary>
    None = 0,

    /// <summary>
    /// Wait for data before renting a buffer for it, so that an idle connection holds no receive buffer.
    /// </summary>
    ZeroLengthReads = 1,

    /// <summary>
    /// Continue receiving on the thread that completed the socket operation, which is always the case here.
    /// </summary>
    InlineReads = 2,

    /// <summary>
    /// Continue sending on the thread that completed the socket operation, which is always the case here.
    /// </summary>
    InlineWrites = 4,

    /// <summary>
    /// Continue connecting inline. Without effect: this library wraps sockets that are already connected.
    /// </summary>
    InlineConnect = 8,
}
