using System.Text;
using Engine.Server.Access;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Commands.Connection;

/// <summary>Which clients CLIENT KILL means: those for which all that was named holds.</summary>
internal sealed class ClientFilter
{
    private long? _id;
    private string? _address;
    private string? _localAddress;
    private User? _user;
    private ClientType? _type;
    private bool _skipsCaller = true;

    /// <summary>
    /// The client that connected from an address, even if it is the caller: what CLIENT KILL meant before it had
    /// options.
    /// </summary>
    public static ClientFilter ByAddress(ReadOnlySpan<byte> address) =>
        new() { _address = Text(address), _skipsCaller = false };

    /// <summary>Reads the options of CLIENT KILL, or replies with an error.</summary>
    public static bool TryRead(in CommandContext context, out ClientFilter filter)
    {
        filter = new ClientFilter();
        for (int i = 2; i < context.Count; i += 2)
        {
            if (!filter.TryReadOption(context, i))
                return false;
        }

        return true;
    }

    public bool Matches(Session session, Session caller) =>
        (_id is null || session.Id == _id)
        && (_address is null || session.Link.RemoteAddress == _address)
        && (_localAddress is null || session.Link.LocalAddress == _localAddress)
        && (_user is null || ReferenceEquals(session.User, _user))
        && (_type is null || session.Type == _type)
        && !(_skipsCaller && ReferenceEquals(session, caller));

    private bool TryReadOption(in CommandContext context, int index)
    {
        bool hasValue = index + 1 < context.Count;
        if (hasValue && context.Is(index, "ID"u8))
            return TryReadId(context, index + 1);
        if (hasValue && context.Is(index, "TYPE"u8))
            return TryReadType(context, index + 1);
        if (hasValue && context.Is(index, "USER"u8))
            return TryReadUser(context, index + 1);
        if (hasValue && context.Is(index, "ADDR"u8))
            _address = Text(context[index + 1]);
        else if (hasValue && context.Is(index, "LADDR"u8))
            _localAddress = Text(context[index + 1]);
        else if (hasValue && context.Is(index, "SKIPME"u8))
            return TryReadSkip(context, index + 1);
        else
            return Refuse(context, Errors.Syntax);
        return true;
    }

    private bool TryReadSkip(in CommandContext context, int index)
    {
        _skipsCaller = context.Is(index, "YES"u8);
        return _skipsCaller || context.Is(index, "NO"u8) || Refuse(context, Errors.Syntax);
    }

    private bool TryReadId(in CommandContext context, int index)
    {
        if (!Numbers.TryParse(context[index], out long id) || id < 1)
            return Refuse(context, Errors.ClientIdNotPositive);
        _id = id;
        return true;
    }

    private bool TryReadType(in CommandContext context, int index)
    {
        if (!ClientCommands.TryReadType(context, index, out ClientType type))
            return false;
        _type = type;
        return true;
    }

    private bool TryReadUser(in CommandContext context, int index)
    {
        _user = context.Engine.Users.Find(context[index]);
        if (_user is null)
            context.Reply.Error(Errors.UnknownUser(context[index]));
        return _user is not null;
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> sentence)
    {
        context.Reply.Error(sentence);
        return false;
    }

    private static string Text(ReadOnlySpan<byte> argument) => Encoding.UTF8.GetString(argument);
}
