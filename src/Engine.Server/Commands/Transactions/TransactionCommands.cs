using Engine.Server.Access;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Engine.Server.Sessions;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Transactions;

/// <summary>Running commands as one, provided that what they depend on did not change.</summary>
internal static class TransactionCommands
{
    private const CommandFlags Immediate = NoScript | Loading | Stale | Fast | AllowBusy;

    public static CommandSpec[] Table { get; } =
    [
        new("multi", 1, Immediate, Multi)
        {
            Group = CommandGroup.Transactions, Since = "1.2.0", Complexity = "O(1)",
            Summary = "Begins a transaction: the commands that follow are queued.",
        },
        new("exec", 1, NoScript | Loading | Stale | SkipSlowLog, Exec)
        {
            Group = CommandGroup.Transactions, Since = "1.2.0", Complexity = "Depends on commands in the transaction",
            Summary = "Runs the queued commands, all or none.",
        },
        new("discard", 1, Immediate, Discard)
        {
            Group = CommandGroup.Transactions, Since = "2.0.0",
            Complexity = "O(N), when N is the number of queued commands",
            Summary = "Forgets the queued commands.",
        },
        new("watch", -2, Immediate, Watch)
        {
            Group = CommandGroup.Transactions, Since = "2.2.0", Complexity = "O(1) for every key.",
            Summary = "Makes the next transaction depend on keys staying as they are.",
            Keys = [KeySpec.From(1, KeyUse.ReadOnly)],
            Syntax = "key:key...",
        },
        new("unwatch", 1, Immediate, Unwatch)
        {
            Group = CommandGroup.Transactions, Since = "2.2.0", Complexity = "O(1)",
            Summary = "Forgets the watched keys.",
        },
    ];

    /// <summary>MULTI</summary>
    private static void Multi(ref CommandContext context)
    {
        if (context.Session.Transaction.IsOpen)
        {
            context.Reply.Error(Errors.NestedMulti);
            return;
        }

        context.Session.Transaction.Open();
        context.Reply.Ok();
    }

    /// <summary>DISCARD</summary>
    private static void Discard(ref CommandContext context)
    {
        if (!context.Session.Transaction.IsOpen)
        {
            context.Reply.Error(Errors.DiscardWithoutMulti);
            return;
        }

        context.Engine.Discard(context.Session);
        context.Reply.Ok();
    }

    /// <summary>WATCH key [key ...]</summary>
    private static void Watch(ref CommandContext context)
    {
        if (context.Session.Transaction.IsOpen)
        {
            context.Reply.Error(Errors.WatchInsideMulti);
            return;
        }

        for (int i = 1; i < context.Count; i++)
            Watch(context, context[i]);
        context.Reply.Ok();
    }

    private static void Watch(in CommandContext context, ReadOnlySpan<byte> key)
    {
        Transaction transaction = context.Session.Transaction;
        Database database = context.Database;
        var watch = new WatchedKey(database.Index, key.ToArray(), transaction)
        {
            WasExpired = database.HoldsExpired(key),
        };
        if (transaction.TryWatch(watch))
            database.Watches.Add(watch);
    }

    /// <summary>UNWATCH</summary>
    private static void Unwatch(ref CommandContext context)
    {
        context.Engine.Unwatch(context.Session);
        context.Reply.Ok();
    }

    /// <summary>EXEC</summary>
    private static void Exec(ref CommandContext context)
    {
        Transaction transaction = context.Session.Transaction;
        if (!transaction.IsOpen)
        {
            context.Reply.Error(Errors.ExecWithoutMulti);
            return;
        }

        if (transaction.HasFailedToQueue)
            context.Reply.Error(Errors.ExecAborted);
        else if (transaction.IsOutdated || HasExpiredWatch(context))
            context.Reply.NullArray();
        else
            RunQueue(ref context);
        context.Engine.Discard(context.Session);
    }

    /// <summary>Whether the time of a watched key came since, though nobody has deleted it yet.</summary>
    private static bool HasExpiredWatch(in CommandContext context)
    {
        foreach (WatchedKey watch in context.Session.Transaction.Watched)
        {
            if (!watch.WasExpired && context.Engine.Keyspace[watch.Database].HoldsExpired(watch.Key))
                return true;
        }

        return false;
    }

    private static void RunQueue(ref CommandContext context)
    {
        // What the transaction itself changes is no reason to refuse it, and must not be seen as one by a command
        // inside it.
        context.Engine.Unwatch(context.Session);
        context.ChangesAreJournalled();
        IReadOnlyList<StoredRequest> queue = context.Session.Transaction.Queue;
        context.Reply.Array(queue.Count);
        foreach (StoredRequest queued in queue)
        {
            if (context.Session.User.IsUnrestricted || IsStillAllowed(context, queued.View))
                context.Engine.Runner.Run(context.Session, queued.View);
        }
    }

    /// <summary>
    /// Users may have been changed since the request was queued, even by a command of the same transaction.
    /// </summary>
    private static bool IsStillAllowed(in CommandContext context, in Request request)
    {
        EngineState engine = context.Engine;
        // An error before this one would otherwise be taken for that of the next command that runs.
        if (context.Reply.TryTakeErrorCode(out string code))
            engine.Statistics.CountError(code);
        CommandSpec command = engine.Names.Find(request)!;
        DenialReason reason =
            engine.Access.CheckAndLog(context.Session, command, request, DenialContext.Multi).Reason;
        if (reason == DenialReason.None)
            return true;
        context.Reply.Error(Errors.NoPermissionAnyMore(reason switch
        {
            DenialReason.Command => "no permission to execute the command or subcommand",
            DenialReason.Key => "no permission to touch the specified keys",
            _ => "no permission to access one of the channels used as arguments to the command",
        }));
        return false;
    }
}
