using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Engine.Server.Sessions;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Blocking;

/// <summary>
/// Serves a command that waited: takes what it wants from <paramref name="key"/>, which holds a value of the type it
/// waits for, and replies. Returns false, having done nothing, when there is nothing to take yet.
/// </summary>
internal delegate bool ServeHandler(ref CommandContext context, ReadOnlySpan<byte> key);

/// <summary>A client's command that waits until one of its keys has a value, or until its time is over.</summary>
internal sealed class BlockedCommand(
    EngineState engine, in CommandContext context, byte[][] keys, ValueType type, ServeHandler serve)
    : KeyWait(context.Session.Database, keys, type)
{
    private readonly EngineState _engine = engine;
    private readonly StoredRequest _request = new(context.Request);

    public Session Session { get; } = context.Session;

    public CommandSpec Command { get; } = context.Command;

    public ServeHandler Serve => serve;

    public Request Request => _request.View;

    /// <summary>Unix milliseconds; <see cref="BlockedClients.Forever"/> when it waits as long as it takes.</summary>
    public required long Deadline { get; init; }

    /// <summary>Counts those who wait, so that those with one deadline are told in the order of their coming.</summary>
    public required long Sequence { get; init; }

    /// <summary>It waits for more in a value that was there, and ends when that is gone.</summary>
    public required bool NeedsKey { get; init; }

    /// <summary>It waits for replicas rather than for keys, and is told how many there are.</summary>
    public bool CountsReplicas { get; init; }

    public override void KeyGone()
    {
        if (NeedsKey)
            _engine.Blocked.TryUnblock(Session, Errors.AwaitedStreamGone);
    }

    public override bool TryServe(byte[] key)
    {
        if (!_engine.Runner.TryServe(this, key))
            return false;
        _engine.Blocked.End(this);
        return true;
    }
}
