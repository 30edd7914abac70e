using System.Text;

namespace Engine.Server.Access;

/// <summary>
/// Words a set of commands as rules that make it again. Rules are not kept as they were given: the fewest categories
/// that come close are sought, by Redis's own measure, and single commands make up the difference.
/// </summary>
internal static class CommandRules
{
    public static string Describe(CommandSet commands, CommandCatalog catalog)
    {
        bool isAdditive = !commands.IncludesFuture;
        var text = new StringBuilder(isAdditive ? "-@all" : "+@all");
        var described = new CommandSet(catalog);
        if (!isAdditive)
            described.AddAll();
        AppendCategories(text, commands, described, catalog, isAdditive);
        foreach (KnownCommand command in catalog.All)
            AppendCommand(text, commands, described, command);
        return text.ToString();
    }

    /// <summary>
    /// Takes, again and again, the category that agrees best with what is not described yet, as long as there is one
    /// that agrees in more commands than it differs in.
    /// </summary>
    private static void AppendCategories(
        StringBuilder text, CommandSet commands, CommandSet described, CommandCatalog catalog, bool isAdditive)
    {
        CommandSet rest = commands.Copy();
        var left = CommandCatalog.Categories.ToList();
        while (true)
        {
            (AclCategories Category, string Name) best = default;
            (int fewestDifferent, int mostSame) = (int.MaxValue, 0);
            foreach ((AclCategories Category, string Name) candidate in left)
            {
                (int same, int different) = Compare(rest, catalog.In(candidate.Category), isAdditive);
                if (same <= different || (different, -same).CompareTo((fewestDifferent, -mostSame)) >= 0)
                    continue;
                best = candidate;
                (fewestDifferent, mostSame) = (different, same);
            }

            if (best.Category == AclCategories.None)
                return;
            described.Change(catalog.In(best.Category), isAdditive);
            rest.Change(catalog.In(best.Category), !isAdditive);
            left.Remove(best);
            text.Append(isAdditive ? " +@" : " -@").Append(best.Name);
        }
    }

    private static (int Same, int Different) Compare(
        CommandSet commands, IEnumerable<KnownCommand> category, bool isAdditive)
    {
        int same = 0;
        int different = 0;
        foreach (KnownCommand command in category)
        {
            if (commands.Contains(command.Id) == isAdditive)
                same++;
            else
                different++;
        }

        return (same, different);
    }

    private static void AppendCommand(
        StringBuilder text, CommandSet commands, CommandSet described, KnownCommand command)
    {
        bool isAllowed = commands.Contains(command.Id);
        if (isAllowed != described.Contains(command.Id))
        {
            text.Append(isAllowed ? " +" : " -").Append(command.FullName);
            described.Change(command, isAllowed);
        }

        if (isAllowed)
            return;
        foreach (string argument in commands.FirstArguments(command.Id))
            text.Append(" +").Append(command.FullName).Append('|').Append(argument);
    }
}
