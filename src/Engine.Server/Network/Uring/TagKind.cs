namespace Engine.Server.Network.Uring;

/// <summary>What a completion is about.</summary>
internal enum TagKind
{
    None,
    Wake,
    Listener,
    Receive,
    Writable,
    Send,
    Cancel,
}
