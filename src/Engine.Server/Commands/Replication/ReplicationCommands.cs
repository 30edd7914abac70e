using Engine.Server.Access;
using Engine.Server.Commands.Blocking;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Replication;

/// <summary>Commands about primaries and replicas, as a server without any answers them.</summary>
internal static class ReplicationCommands
{
    private const CommandFlags OfPrimary = Admin | NoScript | Stale | NoAsyncLoading;
    private const string PrimarySyntax = "args(host-port{host port:integer}|no-one{NO ONE})";

    public static CommandSpec[] Table { get; } =
    [
        new("failover", -1, Admin | NoScript | Stale, Failover)
        {
            Group = CommandGroup.Server, Since = "6.2.0", Complexity = "O(1)",
            Summary = "Lets a replica take the server's place; without replicas it is refused.",
            Syntax = "[TO target{host port:integer [FORCE]}] [ABORT] [TIMEOUT milliseconds:integer]",
        },
        new("replicaof", 3, OfPrimary, FollowPrimary)
        {
            Group = CommandGroup.Server, Since = "5.0.0", Complexity = "O(1)",
            Summary = "Makes the server stand alone, which it does already; it cannot follow another one.",
            Syntax = PrimarySyntax,
        },
        new("role", 1, NoScript | Loading | Stale | Fast, Role)
        {
            Group = CommandGroup.Server, Since = "2.8.12", Complexity = "O(1)",
            Acl = AclCategories.Admin | AclCategories.Dangerous,
            Summary = "Returns what the server is in replication.",
        },
        new("slaveof", 3, OfPrimary, FollowPrimary)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Makes the server stand alone, which it does already; it cannot follow another one.",
            Syntax = PrimarySyntax, Deprecated = ("5.0.0", "`REPLICAOF`"),
        },
        new("wait", 3, NoScript, Wait)
        {
            Group = CommandGroup.Generic, Since = "3.0.0", Complexity = "O(1)",
            Acl = AclCategories.Connection, IsApartFromGroup = true,
            Summary = "Waits until replicas have what the client has written, and counts those that do.",
            Syntax = "numreplicas:integer timeout:integer",
            Tips = ["request_policy:all_shards", "response_policy:agg_min"],
        },
    ];

    /// <summary>FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]</summary>
    private static void Failover(ref CommandContext context)
    {
        if (context.Count == 2 && context.Is(1, "ABORT"u8))
            context.Reply.Error(Errors.NoFailover);
        else if (TryReadFailover(context))
            context.Reply.Error(Errors.FailoverNeedsReplicas);
    }

    /// <summary>Each option once, in any order; an error is replied to what is none.</summary>
    private static bool TryReadFailover(in CommandContext context)
    {
        bool hasTimeout = false, hasTarget = false, hasForce = false;
        for (int i = 1; i < context.Count; i++)
        {
            int further = context.Count - 1 - i;
            if (context.Is(i, "TIMEOUT"u8) && further >= 1 && !hasTimeout)
            {
                hasTimeout = true;
                if (!TryReadTimeout(context, ++i))
                    return false;
            }
            else if (context.Is(i, "TO"u8) && further >= 2 && !hasTarget)
            {
                hasTarget = true;
                if (!context.TryReadInteger(i += 2, out _))
                    return false;
            }
            else if (context.Is(i, "FORCE"u8) && !hasForce)
            {
                hasForce = true;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }

    private static bool TryReadTimeout(in CommandContext context, int index)
    {
        if (!context.TryReadInteger(index, out long timeout))
            return false;
        if (timeout <= 0)
            context.Reply.Error(Errors.FailoverTimeoutNotPositive);
        return timeout > 0;
    }

    /// <summary>REPLICAOF host port | NO ONE</summary>
    private static void FollowPrimary(ref CommandContext context)
    {
        if (context.Is(1, "NO"u8) && context.Is(2, "ONE"u8))
            context.Reply.Ok();
        else if (!DataTypes.Numbers.TryParse(context[2], out long port) || port is < 0 or > 65535)
            context.Reply.Error(Errors.InvalidPrimaryPort);
        else
            context.Reply.Error(Errors.CannotFollow);
    }

    /// <summary>ROLE of a primary without replicas, which has sent nothing.</summary>
    private static void Role(ref CommandContext context)
    {
        context.Reply.Array(3);
        context.Reply.Bulk("master"u8);
        context.Reply.Integer(0);
        context.Reply.EmptyArray();
    }

    /// <summary>WAIT numreplicas timeout. No replica will ever have it, so whoever wants one waits in vain.</summary>
    private static void Wait(ref CommandContext context)
    {
        if (!context.TryReadInteger(1, out long replicas)
            || !BlockingTimeout.TryReadDeadlineInMilliseconds(context, 2, out long deadline))
        {
            return;
        }

        if (replicas <= 0 || context.IsNested)
            context.Reply.Integer(0);
        else
            context.Engine.Blocked.BlockForReplicas(context, deadline);
    }
}
