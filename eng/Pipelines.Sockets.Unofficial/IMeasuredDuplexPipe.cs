using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A duplex pipe that knows how many bytes have passed through its transport.</summary>
public interface IMeasuredDuplexPipe : IDuplexPipe
{
    /// <summary>Bytes handed to the transport since the connection was wrapped.</summary>
    long TotalBytesSent { get; }

    /// <summary>Bytes taken from the transport since the connection was wrapped.</summary>
    long TotalBytesReceived { get; }
}
