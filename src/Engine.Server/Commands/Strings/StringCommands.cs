using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Strings;

/// <summary>Commands on strings.</summary>
internal static partial class StringCommands
{
    public static CommandSpec[] Table { get; } =
    [
        new("get", 2, ReadOnly | Fast, Get)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Returns the string that a key holds.",
            Keys = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)],
            Syntax = "key",
        },
        new("set", -3, Write | DenyOom, Set)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Stores a string.",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update | KeyUse.VariableFlags)],
            Syntax = "key value",
        },
        new("incr", 2, Write | DenyOom | Fast, Increment)
        {
            Group = CommandGroup.String, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Adds one to an integer.",
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update)],
            Syntax = "key",
        },
    ];

    /// <summary>GET key</summary>
    private static void Get(ref CommandContext context)
    {
        if (!context.Database.TryRead(context[1], out Entry entry))
            context.Reply.Null();
        else if (entry.Type != ValueType.String)
            context.Reply.Error(Errors.WrongType);
        else if (entry.IsInteger)
            context.Reply.BulkInteger(entry.Integer);
        else
            context.Reply.Bulk(entry.Bytes);
    }

    /// <summary>SET key value</summary>
    private static void Set(ref CommandContext context)
    {
        context.Database.SetString(context[1], context[2]);
        context.Changed();
        context.Reply.Ok();
    }

    /// <summary>INCR key</summary>
    private static void Increment(ref CommandContext context)
    {
        if (!context.Database.TryEdit(context[1], out Entry entry))
        {
            context.Database.SetInteger(context[1], 1);
            context.Changed();
            context.Reply.Integer(1);
            return;
        }

        if (entry.Type != ValueType.String)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        long value;
        if (entry.IsInteger)
            value = entry.Integer;
        else if (!Numbers.TryParse(entry.Bytes, out value))
        {
            context.Reply.Error(Errors.NotAnInteger);
            return;
        }

        if (value == long.MaxValue)
        {
            context.Reply.Error(Errors.Overflow);
            return;
        }

        if (entry.IsInteger)
            context.Database.UpdateInteger(entry, value + 1);
        else
            context.Database.SetInteger(context[1], value + 1, entry.Expiry);
        context.Changed();
        context.Reply.Integer(value + 1);
    }
}
