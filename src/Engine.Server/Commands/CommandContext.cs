using System.Runtime.CompilerServices;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Commands;

/// <summary>What a handler works with: the request, the client that sent it, and the engine.</summary>
internal ref partial struct CommandContext
{
    private ulong _secrets;

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

    /// <summary>
    /// The command is part of a transaction or a script: it cannot wait, since what comes after it would have to.
    /// </summary>
    public bool IsNested { get; init; }

    public readonly ReplyWriter Reply => Session.Reply;

    public readonly Database Database
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Engine.Keyspace[Session.Database];
    }

    public readonly int Count => Request.Count;

    public readonly ReadOnlySpan<byte> this[int index] => Request[index];

    /// <summary>Whether an argument is this word, in any letter case. As in C, a NUL ends the argument.</summary>
    public readonly bool Is(int index, ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> argument = Request[index];
        if (argument.Length > word.Length && argument[word.Length] == 0)
            argument = argument[..word.Length];
        return Ascii.EqualsIgnoreCase(argument, word);
    }

    /// <summary>Reads an argument as an integer; replies with an error and returns false when it is none.</summary>
    public readonly bool TryReadInteger(int index, out long value)
    {
        if (Numbers.TryParse(Request[index], out value))
            return true;
        Reply.Error(Errors.NotAnInteger);
        return false;
    }

    /// <summary>
    /// Reads an argument as the index of a database; replies with an error and returns false when it is none.
    /// </summary>
    public readonly bool TryReadDatabase(int index, out int database)
    {
        database = 0;
        if (!TryReadInteger(index, out long value))
            return false;
        if (value is < int.MinValue or > int.MaxValue)
        {
            Reply.Error(Errors.OutOfRange(int.MinValue, int.MaxValue));
            return false;
        }

        if (value < 0 || value >= Engine.Keyspace.DatabaseCount)
        {
            Reply.Error(Errors.DatabaseOutOfRange);
            return false;
        }

        database = (int)value;
        return true;
    }

    /// <summary>Keeps an argument out of logs, as a password must be.</summary>
    public void HideInLogs(int index) => _secrets |= SecretBit(index);

    public readonly bool IsSecret(int index) => (_secrets & SecretBit(index)) != 0;

    /// <summary>What changed was journalled by the commands that this one ran.</summary>
    public void ChangesAreJournalled() => HasOwnEffect = true;

    /// <summary>
    /// Something changed: the request is journalled as it came, unless <see cref="BeginEffect"/> words the change
    /// otherwise.
    /// </summary>
    public readonly void Changed(long changes = 1) => Engine.Keyspace.Changes += changes;

    /// <summary>Something happened to the key at an argument, of which clients may have asked to hear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Notify(KeyEvents kind, ReadOnlySpan<byte> name, int keyIndex = 1) =>
        Database.Notify(kind, name, Request[keyIndex]);

    /// <summary>
    /// Words the change otherwise than the request: an absolute time for a relative one, what was picked for a random
    /// pick. The arguments follow by <see cref="IEffectSink.Add(ReadOnlySpan{byte})"/>. May be called several times.
    /// </summary>
    public IEffectSink BeginEffect(int arguments)
    {
        HasOwnEffect = true;
        Engine.Keyspace.Effects.Begin(Session.Database, arguments);
        return Engine.Keyspace.Effects;
    }

    /// <summary>Words the change as the deletion of the key at an argument.</summary>
    /// <param name="isLazy">Whether its memory is given back later.</param>
    public void JournalDeletion(int keyIndex, bool isLazy)
    {
        IEffectSink effect = BeginEffect(2);
        effect.Add(isLazy ? "UNLINK"u8 : "DEL"u8);
        effect.Add(Request[keyIndex]);
    }

    /// <summary>Logs keep fewer arguments than there are bits, so those further on need none.</summary>
    private static ulong SecretBit(int index) => index < 64 ? 1UL << index : 0;
}
