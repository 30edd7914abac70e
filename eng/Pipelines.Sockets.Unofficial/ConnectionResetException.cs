namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// The peer, or the network on its behalf, ended the connection abruptly. The inner exception is the one that the
/// transport raised.
/// </summary>
public sealed class ConnectionResetException : IOException
{
    /// <summary>Creates an exception without details.</summary>
    public ConnectionResetException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public ConnectionResetException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the transport's own exception.</summary>
    public ConnectionResetException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
