using System.Text;

namespace Engine.Server.Configuration;

/// <summary>The value of notify-keyspace-events: a letter for each kind of event.</summary>
internal static class KeyEventLetters
{
    public const string Refusal = "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";

    private static readonly (char Letter, KeyEvents Events)[] Kinds =
    [
        ('g', KeyEvents.Generic), ('$', KeyEvents.String), ('l', KeyEvents.List), ('s', KeyEvents.Set),
        ('h', KeyEvents.Hash), ('z', KeyEvents.SortedSet), ('x', KeyEvents.Expired), ('e', KeyEvents.Evicted),
        ('t', KeyEvents.Stream), ('d', KeyEvents.Module), ('n', KeyEvents.New),
    ];

    private static readonly (char Letter, KeyEvents Events)[] Others =
        [('K', KeyEvents.ToKey), ('E', KeyEvents.ToEvent), ('m', KeyEvents.Miss)];

    /// <summary>The letters in the order of Redis, which shows no others of the kinds when A stands for most.</summary>
    public static string Format(KeyEvents events)
    {
        bool isAll = (events & KeyEvents.All) == KeyEvents.All;
        var text = new StringBuilder(isAll ? "A" : "");
        foreach ((char letter, KeyEvents kind) in isAll ? Others : [.. Kinds, .. Others])
        {
            if ((events & kind) != 0)
                text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>Returns false when a letter stands for nothing.</summary>
    public static bool TryParse(string text, out KeyEvents events)
    {
        events = KeyEvents.None;
        foreach (char letter in text)
        {
            KeyEvents kind = letter == 'A'
                ? KeyEvents.All
                : Kinds.Concat(Others).FirstOrDefault(known => known.Letter == letter).Events;
            if (kind == KeyEvents.None)
                return false;
            events |= kind;
        }

        return true;
    }
}
