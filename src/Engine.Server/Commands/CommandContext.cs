using System.Runtime.CompilerServices;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Commands;

/// <summary>What a handler works with: the request, the client that sent it, and the engine.</summary>
internal ref struct CommandContext
{
    public CommandContext(EngineState engine, Session session, CommandSpec command, Request request)
    {
        Engine = engine;
        Session = session;
        Command = command;
        Request = request;
    }

    public EngineState Engine { get; }

    public Session Session { get; }

    public CommandSpec Command { get; }

    /// <summary>The arguments; the first is the command's name.</summary>
    public Request Request { get; }

    /// <summary>Whether the handler journalled its change itself, in other words than the request's.</summary>
    public bool HasOwnEffect { get; private set; }

    public readonly ReplyWriter Reply => Session.Reply;

    public readonly Database Database
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Engine.Keyspace[Session.Database];
    }

    public readonly int Count => Request.Count;

    public readonly ReadOnlySpan<byte> this[int index] => Request[index];

    /// <summary>Something changed: the request is journalled as it came, unless <see cref="BeginEffect"/> words the change otherwise.</summary>
    public readonly void Changed(long changes = 1) => Engine.Keyspace.Changes += changes;

    /// <summary>
    /// Words the change otherwise than the request: an absolute time for a relative one, what was picked for a random pick. The arguments
    /// follow by <see cref="IEffectSink.Add(ReadOnlySpan{byte})"/>. May be called several times.
    /// </summary>
    public IEffectSink BeginEffect(int arguments)
    {
        HasOwnEffect = true;
        Engine.Keyspace.Effects.Begin(Session.Database, arguments);
        return Engine.Keyspace.Effects;
    }
}
