namespace Engine.Server.Sessions;

/// <summary>
/// The classes of clients by which CLIENT LIST and CLIENT KILL choose, and which have output limits of their own.
/// </summary>
internal enum ClientType
{
    Normal,
    Replica,
    PubSub,
    Primary,
}
