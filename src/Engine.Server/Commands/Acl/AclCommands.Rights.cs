using System.Security.Cryptography;
using Engine.Server.Access;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Acl;

/// <content>What users may do, what they were denied, and passwords for them.</content>
internal static partial class AclCommands
{
    private const int UsualEntries = 10;
    private const int UsualBits = 256;
    private const int MostBits = 4096;

    /// <summary>ACL DRYRUN username command [arg ...]</summary>
    private static void TryRun(ref CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        Request request = context.Request.Skip(3);
        if (context.Engine.Users.Find(context[2]) is not { } user)
            reply.Error(Errors.UserNotFound(context[2]));
        else if (context.Engine.Names.Find(request) is not { } command)
            reply.Error(Errors.CommandNotFound(context[3]));
        else if (!command.AcceptsCount(request.Count))
            reply.Error(Errors.WrongArity(command.FullName));
        else
            Reply(context, context.Engine.Access.Check(user, command, request), command, request);
    }

    private static void Reply(in CommandContext context, Denial denial, CommandSpec command, in Request request)
    {
        if (denial.IsNone)
        {
            context.Reply.Ok();
            return;
        }

        Reply(context, denial.Reason switch
        {
            DenialReason.Command => Errors.DryRunDeniesCommand(command.FullName),
            DenialReason.Key => Errors.DryRunDeniesKey(request[denial.Position]),
            _ => Errors.DryRunDeniesChannel(request[denial.Position]),
        });
    }

    /// <summary>ACL GENPASS [bits]</summary>
    private static void GeneratePassword(ref CommandContext context)
    {
        const int BitsPerDigit = 4;
        long bits = UsualBits;
        if (context.Count > 3)
            RefuseSyntax(context);
        else if (context.Count == 3 && !context.TryReadInteger(2, out bits))
            return;
        else if (bits is <= 0 or > MostBits)
            context.Reply.Error(Errors.PasswordBits);
        else
        {
            int digits = ((int)bits + BitsPerDigit - 1) / BitsPerDigit;
            context.Reply.Bulk(RandomNumberGenerator.GetHexString(digits, lowercase: true));
        }
    }

    /// <summary>ACL LOG [count | RESET]</summary>
    private static void ShowLog(ref CommandContext context)
    {
        long count = UsualEntries;
        DenialLog log = context.Engine.Access.Log;
        if (context.Count > 3)
        {
            RefuseSyntax(context);
        }
        else if (context.Count == 3 && context.Is(2, "RESET"u8))
        {
            log.Clear();
            context.Reply.Ok();
        }
        else if (context.Count == 2 || context.TryReadInteger(2, out count))
        {
            int shown = (int)Math.Clamp(count, 0, log.Count);
            context.Reply.Array(shown);
            foreach (DenialEntry entry in log.Entries.Take(shown))
                Show(context, entry);
        }
    }

    private static void Show(in CommandContext context, DenialEntry entry)
    {
        const double MillisecondsPerSecond = 1000;
        ReplyWriter reply = context.Reply;
        reply.Map(7);
        reply.Bulk("count"u8);
        reply.Integer(entry.Count);
        reply.Bulk("reason"u8);
        reply.Bulk(entry.Reason.ToString().ToLowerInvariant());
        reply.Bulk("context"u8);
        reply.Bulk(entry.Context.ToString().ToLowerInvariant());
        reply.Bulk("object"u8);
        reply.Bulk(entry.Subject);
        reply.Bulk("username"u8);
        Reply(context, entry.User);
        reply.Bulk("age-seconds"u8);
        reply.Double((context.Engine.Clock.Now - entry.At) / MillisecondsPerSecond);
        reply.Bulk("client-info"u8);
        reply.Bulk(entry.Client);
    }
}
