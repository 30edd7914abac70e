using Engine.Server.Protocol;

namespace Engine.Server.Commands.Documentation;

/// <summary>
/// Writes what COMMAND INFO tells about a command: arity, flags, categories, tips and where its keys stand.
/// </summary>
internal static class CommandDescription
{
    public static void Write(ReplyWriter reply, CommandSpec command)
    {
        (int first, int last, int step) = LegacyRange(command.Keys);
        reply.Array(10);
        reply.Bulk(command.FullName);
        reply.Integer(command.Arity);
        Names(reply, from flag in WireNames.Flags where command.Is(flag.Flag) select flag.Name);
        reply.Integer(first);
        reply.Integer(last);
        reply.Integer(step);
        Names(
            reply,
            from category in WireNames.Categories
            where command.Acl.HasFlag(category.Category)
            select "@" + category.Name);
        reply.Set(command.Tips.Length);
        foreach (string tip in command.Tips)
            reply.Bulk(tip);
        reply.Set(command.Keys.Length);
        foreach (KeySpec keys in command.Keys)
            Write(reply, keys);
        WriteSubcommands(reply, command);
    }

    /// <summary>What is done with a key, as a set of names.</summary>
    public static void Write(ReplyWriter reply, KeyUse use) =>
        Names(reply, from name in WireNames.KeyUses where use.HasFlag(name.Use) select name.Name);

    /// <summary>An empty set, but an array when there are some: so Redis has it.</summary>
    private static void WriteSubcommands(ReplyWriter reply, CommandSpec command)
    {
        if (command.Subcommands.Length == 0)
            reply.Set(0);
        else
            reply.Array(command.Subcommands.Length);
        foreach (CommandSpec subcommand in command.Subcommands)
            Write(reply, subcommand);
    }

    private static void Write(ReplyWriter reply, KeySpec keys)
    {
        reply.Map(keys.Notes is null ? 3 : 4);
        if (keys.Notes is not null)
            Field(reply, "notes", keys.Notes);
        reply.Bulk("flags"u8);
        Write(reply, keys.Use);

        reply.Bulk("begin_search"u8);
        if (keys.IsUnknown)
            Search(reply, "unknown");
        else if (keys.Keyword is null)
            Search(reply, "index", ("index", keys.Index));
        else
            KeywordSearch(reply, keys);

        reply.Bulk("find_keys"u8);
        if (keys.IsUnknown)
            Search(reply, "unknown");
        else if (keys.IsCounted)
            Search(reply, "keynum", ("keynumidx", 0), ("firstkey", 1), ("keystep", keys.Step));
        else
            Search(reply, "range", ("lastkey", keys.LastKey), ("keystep", keys.Step), ("limit", keys.Limit));
    }

    private static void Search(ReplyWriter reply, string type, params ReadOnlySpan<(string Name, int Value)> fields)
    {
        reply.Map(2);
        Field(reply, "type", type);
        reply.Bulk("spec"u8);
        reply.Map(fields.Length);
        foreach ((string name, int value) in fields)
        {
            reply.Bulk(name);
            reply.Integer(value);
        }
    }

    private static void KeywordSearch(ReplyWriter reply, KeySpec keys)
    {
        reply.Map(2);
        Field(reply, "type", "keyword");
        reply.Bulk("spec"u8);
        reply.Map(2);
        Field(reply, "keyword", keys.Keyword!);
        reply.Bulk("startfrom"u8);
        reply.Integer(keys.KeywordFrom);
    }

    /// <summary>
    /// First key, last key and step, as clients knew them before key specifications: one range, if the keys are one.
    /// </summary>
    private static (int First, int Last, int Step) LegacyRange(KeySpec[] specs)
    {
        (int First, int Last, int Step) range = default;
        foreach (KeySpec keys in specs)
        {
            if (keys.IsUnknown || keys.IsCounted || keys.Keyword is not null)
                continue;
            bool isContinued = range.First == 0 || (range.Last == keys.Index - 1 && range.Step == 1);
            if (!isContinued)
                continue;
            range.First = range.First == 0 ? keys.Index : range.First;
            range.Last = keys.LastKey < 0 ? keys.LastKey : keys.Index + keys.LastKey;
            range.Step = keys.Step;
        }

        return range;
    }

    private static void Names(ReplyWriter reply, IEnumerable<string> names)
    {
        string[] all = [.. names];
        reply.Set(all.Length);
        foreach (string name in all)
            reply.SimpleString(name);
    }

    private static void Field(ReplyWriter reply, string name, string value)
    {
        reply.Bulk(name);
        reply.Bulk(value);
    }
}
