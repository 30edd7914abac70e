namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// What ended a connection, or its first direction to end: the first cause stays. The numbers are those of the
/// published package: 1xx ended the receiving loop, 2xx the sending loop, 3xx came from the user's ends of the pipes.
/// </summary>
public enum PipeShutdownKind
{
    /// <summary>Both directions are open.</summary>
    None = 0,

    /// <summary>The connection was disposed.</summary>
    PipeDisposed = 1,

    /// <summary>The peer ended its sending side.</summary>
    ReadEndOfStream = 100,

    /// <summary>The transport was disposed under the receiving loop.</summary>
    ReadDisposed = 101,

    /// <summary>Receiving failed with an I/O error that no socket error explains.</summary>
    ReadIOException = 102,

    /// <summary>Receiving failed with any other exception.</summary>
    ReadException = 103,

    /// <summary>Receiving failed with a socket error, which the connection reports.</summary>
    ReadSocketError = 104,

    /// <summary>Bytes arrived after the user had completed the input.</summary>
    ReadFlushCompleted = 105,

    /// <summary>Handing received bytes to the user was cancelled. Never a first cause here.</summary>
    ReadFlushCanceled = 106,

    /// <summary>The sending loop reached the end of the output. Never a first cause here.</summary>
    WriteEndOfStream = 200,

    /// <summary>The transport was disposed under the sending loop.</summary>
    WriteDisposed = 201,

    /// <summary>Sending failed with an I/O error that no socket error explains.</summary>
    WriteIOException = 203,

    /// <summary>Sending failed with any other exception.</summary>
    WriteException = 204,

    /// <summary>Sending failed with a socket error, which the connection reports.</summary>
    WriteSocketError = 205,

    /// <summary>The user completed the input.</summary>
    InputReaderCompleted = 300,

    /// <summary>The receiving loop completed the input. Never a first cause here.</summary>
    InputWriterCompleted = 301,

    /// <summary>The sending loop completed the output. Never a first cause here.</summary>
    OutputReaderCompleted = 302,

    /// <summary>The user completed the output.</summary>
    OutputWriterCompleted = 303,

    /// <summary>The protocol above asked for the end, by this side.</summary>
    ProtocolExitClient = 400,

    /// <summary>The protocol above asked for the end, by the peer.</summary>
    ProtocolExitServer = 401,
}
