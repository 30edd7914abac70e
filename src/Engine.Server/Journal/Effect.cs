using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Journal;

/// <summary>
/// One change, as a command that repeats it: never random, never relative to the time at which it is repeated.
/// </summary>
internal readonly ref struct Effect
{
    public Effect(int database, Request request, EffectTargets targets)
    {
        Database = database;
        Request = request;
        Targets = targets;
    }

    public int Database { get; }

    public Request Request { get; }

    /// <summary>Who is to hear of it; a reader leaves out what is not for it.</summary>
    public EffectTargets Targets { get; }
}
