using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    /// <summary>RENAME key newkey</summary>
    private static void Rename(ref CommandContext context)
    {
        if (TryRename(ref context, overwrites: true, out _))
            context.Reply.Ok();
    }

    /// <summary>RENAMENX key newkey</summary>
    private static void RenameIfAbsent(ref CommandContext context)
    {
        if (TryRename(ref context, overwrites: false, out bool isRenamed))
            context.Reply.Integer(isRenamed ? 1 : 0);
    }

    /// <summary>Returns false when there is no such key, which was replied as an error.</summary>
    private static bool TryRename(ref CommandContext context, bool overwrites, out bool isRenamed)
    {
        isRenamed = false;
        Database database = context.Database;
        if (!database.TryEdit(context[1], out Entry entry))
        {
            context.Reply.Error(Errors.NoSuchKey);
            return false;
        }

        if (context[1].SequenceEqual(context[2]))
            return true;
        long expiry = entry.Expiry;
        if (database.TryEdit(context[2], out _))
        {
            if (!overwrites)
                return true;
            database.RemoveReplaced(context[2]);
        }

        database.Transfer(context[1], database, context[2], expiry);
        context.Notify(KeyEvents.Generic, "rename_from"u8);
        context.Notify(KeyEvents.Generic, "rename_to"u8, 2);
        context.Changed();
        isRenamed = true;
        return true;
    }

    /// <summary>MOVE key db</summary>
    private static void Move(ref CommandContext context)
    {
        if (!context.TryReadDatabase(2, out int index))
            return;
        Database source = context.Database;
        Database destination = context.Engine.Keyspace[index];
        if (source == destination)
        {
            context.Reply.Error(Errors.SameObject);
            return;
        }

        if (!source.TryEdit(context[1], out Entry entry) || destination.TryEdit(context[1], out _))
        {
            context.Reply.Integer(0);
            return;
        }

        source.Transfer(context[1], destination, context[1], entry.Expiry);
        source.Notify(KeyEvents.Generic, "move_from"u8, context[1]);
        destination.Notify(KeyEvents.Generic, "move_to"u8, context[1]);
        context.Changed();
        context.Reply.Integer(1);
    }

    /// <summary>COPY source destination [DB index] [REPLACE]</summary>
    private static void Copy(ref CommandContext context)
    {
        if (!TryReadCopyOptions(ref context, out int index, out bool replaces))
            return;
        Database source = context.Database;
        Database destination = context.Engine.Keyspace[index];
        if (source == destination && context[1].SequenceEqual(context[2]))
        {
            context.Reply.Error(Errors.SameObject);
            return;
        }

        bool exists = source.TryRead(context[1], out _);
        bool isTaken = exists && destination.TryEdit(context[2], out _);
        if (!exists || (isTaken && !replaces))
        {
            context.Reply.Integer(0);
            return;
        }

        if (isTaken)
            destination.RemoveReplaced(context[2]);
        source.Copy(context[1], destination, context[2]);
        destination.Notify(KeyEvents.Generic, "copy_to"u8, context[2]);
        context.Changed();
        context.Reply.Integer(1);
    }

    private static bool TryReadCopyOptions(ref CommandContext context, out int database, out bool replaces)
    {
        database = context.Session.Database;
        replaces = false;
        for (int i = 3; i < context.Count; i++)
        {
            if (context.Is(i, "REPLACE"u8))
            {
                replaces = true;
            }
            else if (context.Is(i, "DB"u8) && i + 1 < context.Count)
            {
                if (!context.TryReadDatabase(++i, out database))
                    return false;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }
}
