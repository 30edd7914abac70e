namespace Engine.Server.Network;

/// <summary>
/// Something that waits for bytes to come or for room to send: a connection, a listener. Called on the engine thread.
/// </summary>
internal interface IPollTarget
{
    void OnReadable();

    void OnWritable();
}
