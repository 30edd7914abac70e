using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Connection;

/// <summary>Commands with which a connection begins: AUTH and HELLO.</summary>
internal static partial class ConnectionCommands
{
    private static ReadOnlySpan<byte> DefaultUser => "default"u8;

    /// <summary>AUTH [username] password</summary>
    private static void Auth(ref CommandContext context)
    {
        if (context.Count > 3)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        for (int i = 1; i < context.Count; i++)
            context.HideInLogs(i);
        if (context.Count == 2 && context.Engine.Users.Default.NeedsNoPassword)
            context.Reply.Error(Errors.NoPasswordConfigured);
        else if (TryLogIn(context, context.Count == 2 ? DefaultUser : context[1], context[context.Count - 1]))
            context.Reply.Ok();
    }

    /// <summary>HELLO [protover [AUTH username password] [SETNAME clientname]]</summary>
    private static void Hello(ref CommandContext context)
    {
        long version = context.Reply.Version;
        if (context.Count > 1 && !TryReadVersion(context, out version))
            return;
        if (!TryApplyOptions(ref context))
            return;
        if (!context.Session.IsAuthenticated)
        {
            context.Reply.Error(Errors.HelloWithoutAuth);
            return;
        }

        context.Reply.Version = (int)version;
        ReplyWithServer(context);
    }

    private static bool TryReadVersion(in CommandContext context, out long version)
    {
        if (!Numbers.TryParse(context[1], out version))
            context.Reply.Error(Errors.ProtocolVersionNotAnInteger);
        else if (version is < 2 or > 3)
            context.Reply.Error(Errors.UnsupportedProtocol);
        else
            return true;
        return false;
    }

    /// <summary>Applies each option at once, as Redis does: it holds even when a later one is wrong.</summary>
    private static bool TryApplyOptions(ref CommandContext context)
    {
        for (int i = 2; i < context.Count; i++)
        {
            int following = context.Count - 1 - i;
            if (context.Is(i, "AUTH"u8) && following >= 2)
            {
                context.HideInLogs(i + 1);
                context.HideInLogs(i + 2);
                if (!TryLogIn(context, context[i + 1], context[i + 2]))
                    return false;
                i += 2;
            }
            else if (context.Is(i, "SETNAME"u8) && following >= 1)
            {
                if (!ClientCommands.TrySetName(context, context[++i]))
                    return false;
            }
            else
            {
                context.Reply.Error(Errors.UnknownHelloOption(context[i]));
                return false;
            }
        }

        return true;
    }

    private static bool TryLogIn(in CommandContext context, ReadOnlySpan<byte> name, ReadOnlySpan<byte> password)
    {
        if (context.Engine.Users.Find(name) is { } user && user.Accepts(password))
        {
            context.Session.LogIn(user);
            return true;
        }

        context.Engine.Access.LogFailedLogin(context.Session, context[0], name);
        context.Reply.Error(Errors.WrongPassword);
        return false;
    }

    private static void ReplyWithServer(in CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Map(7);
        reply.Bulk("server"u8);
        reply.Bulk("redis"u8);
        reply.Bulk("version"u8);
        reply.Bulk(context.Engine.Control.RedisVersion);
        reply.Bulk("proto"u8);
        reply.Integer(reply.Version);
        reply.Bulk("id"u8);
        reply.Integer(context.Session.Id);
        reply.Bulk("mode"u8);
        reply.Bulk("standalone"u8);
        reply.Bulk("role"u8);
        reply.Bulk("master"u8);
        reply.Bulk("modules"u8);
        reply.EmptyArray();
    }
}
