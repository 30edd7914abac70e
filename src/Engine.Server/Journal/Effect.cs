using Engine.Server.Protocol;

namespace Engine.Server.Journal;

/// <summary>
/// One change, as a command that repeats it: never random, never relative to the time at which it is repeated.
/// </summary>
internal readonly ref struct Effect
{
    public Effect(int database, Request request)
    {
        Database = database;
        Request = request;
    }

    public int Database { get; }

    public Request Request { get; }
}
