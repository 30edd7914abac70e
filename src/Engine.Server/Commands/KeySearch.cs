using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands;

/// <summary>A key among the arguments of a request, and what the command does with it.</summary>
internal readonly record struct FoundKey(int Position, KeyUse Use);

/// <summary>Finds the keys of a request by its command's row.</summary>
internal static class KeySearch
{
    /// <summary>Whether requests of the command may have keys at all.</summary>
    public static bool HasKeys(CommandSpec command) =>
        command.FindKeys is not null || command.Keys.Any(keys => (keys.Use & KeyUse.NotKey) == 0);

    /// <summary>
    /// The keys in the order of the specifications. Empty when the arguments are not as the command wants them.
    /// </summary>
    public static List<FoundKey> Find(CommandSpec command, in Request request)
    {
        var found = new List<FoundKey>();
        Find(command, request, found);
        return found;
    }

    /// <summary>The same, added to an empty list that is there.</summary>
    public static void Find(CommandSpec command, in Request request, List<FoundKey> found)
    {
        if (command.FindKeys is not null)
        {
            found.AddRange(command.FindKeys(request));
            return;
        }

        foreach (KeySpec keys in command.Keys)
        {
            if (keys.IsUnknown || (keys.Use & KeyUse.NotKey) != 0)
                continue;
            int start = Begin(keys, request);
            if (start == 0 || start >= request.Count)
                continue;
            if (TryAdd(keys, start, UseOf(command, keys, request), request, found))
                continue;
            found.Clear();
            return;
        }
    }

    private static KeyUse UseOf(CommandSpec command, KeySpec keys, in Request request) =>
        (keys.Use & KeyUse.VariableFlags) != 0 && command.RefineKeyUse is not null
            ? command.RefineKeyUse(request)
            : keys.Use;

    /// <summary>The argument at which the search for keys begins; 0 when its keyword is absent.</summary>
    private static int Begin(KeySpec keys, in Request request)
    {
        if (keys.Keyword is null)
            return keys.Index;
        int step = keys.KeywordFrom < 0 ? -1 : 1;
        int from = keys.KeywordFrom < 0 ? request.Count + keys.KeywordFrom : keys.KeywordFrom;
        for (int i = from; i > 0 && i < request.Count; i += step)
        {
            if (Ascii.EqualsIgnoreCase(request[i], keys.Keyword))
                return i + 1;
        }

        return 0;
    }

    private static bool TryAdd(KeySpec keys, int start, KeyUse use, in Request request, List<FoundKey> found)
    {
        int first = start;
        int last;
        if (keys.IsCounted)
        {
            if (!Numbers.TryParse(request[start], out long count) || count < 0 || count >= request.Count - start)
                return false;
            first = start + 1;
            last = start + (int)count * keys.Step;
        }
        else
        {
            last = keys.LastKey >= 0 ? start + keys.LastKey : Last(keys, start, request.Count);
        }

        if (last >= request.Count)
            return false;
        for (int position = first; position <= last; position += keys.Step)
            found.Add(new FoundKey(position, use));
        return true;
    }

    /// <summary>The last key, counted from the end; with a limit only that part of the arguments is keys.</summary>
    private static int Last(KeySpec keys, int start, int count) => keys.Limit > 1
        ? start + (count - start) / keys.Limit + keys.LastKey
        : count + keys.LastKey;
}
