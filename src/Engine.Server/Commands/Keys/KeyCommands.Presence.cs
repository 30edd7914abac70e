using Engine.Server.DataTypes;
using Engine.Server.Keyspace;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    /// <summary>DEL key [key ...]</summary>
    private static void Delete(ref CommandContext context) =>
        Delete(ref context, context.Engine.Options.LazyUserDelete);

    /// <summary>UNLINK key [key ...]</summary>
    private static void Unlink(ref CommandContext context) => Delete(ref context, isLazy: true);

    private static void Delete(ref CommandContext context, bool isLazy)
    {
        Database database = context.Database;
        int deleted = 0;
        for (int i = 1; i < context.Count; i++)
        {
            if (!database.Remove(context[i], isLazy))
                continue;
            context.Notify(KeyEvents.Generic, "del"u8, i);
            deleted++;
        }

        context.Changed(deleted);
        context.Reply.Integer(deleted);
    }

    /// <summary>EXISTS key [key ...]</summary>
    private static void Exists(ref CommandContext context)
    {
        Database database = context.Database;
        int count = 0;
        for (int i = 1; i < context.Count; i++)
            count += database.TryInspect(context[i], out _) ? 1 : 0;
        context.Reply.Integer(count);
    }

    /// <summary>TOUCH key [key ...]</summary>
    private static void Touch(ref CommandContext context)
    {
        Database database = context.Database;
        int count = 0;
        for (int i = 1; i < context.Count; i++)
            count += database.TryRead(context[i], out _) ? 1 : 0;
        context.Reply.Integer(count);
    }

    /// <summary>TYPE key</summary>
    private static void Type(ref CommandContext context) => context.Reply.SimpleString(
        context.Database.TryInspect(context[1], out Entry entry) ? ValueNames.Of(entry.Type) : "none"u8);
}
