using System.Net;

namespace Engine.Server.Network;

/// <summary>Accepts clients of one address.</summary>
internal interface IListener
{
    /// <summary>The address that is listened on, with the port that was free when none was asked for.</summary>
    EndPoint EndPoint { get; }

    void Start();

    void Stop();
}
