namespace Engine.Server.Sessions.Tracking;

/// <summary>For whom the engine works at the moment; nobody while it does its regular work.</summary>
/// <param name="Client">The client whose request it is.</param>
/// <param name="Author">
/// Who counts as having made a change: no client while a script runs, and one that was blocked while it is served.
/// </param>
/// <param name="IsAnswering">
/// The client's reply is being written, so that nothing else may be sent to it before its end.
/// </param>
internal readonly record struct ActingClient(Session? Client, Session? Author, bool IsAnswering)
{
    public static ActingClient Running(Session session) => new(session, session, IsAnswering: true);
}
