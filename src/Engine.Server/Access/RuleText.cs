using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Access;

/// <summary>How rules are split and joined.</summary>
internal static class RuleText
{
    /// <summary>As in C, what follows a NUL is not seen.</summary>
    public static string UpToNul(string text)
    {
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Whether a name or pattern could not stand in a list of rules.</summary>
    public static bool HasSpaceOrNul(string text) =>
        text.Any(character => character is '\0' or ' ' or (>= '\t' and <= '\r'));

    /// <summary>
    /// Joins rules in parentheses that came as several arguments. Returns the index of the rule whose parenthesis is
    /// not closed, or -1.
    /// </summary>
    public static int Join(IReadOnlyList<string> rules, List<string> joined)
    {
        int open = -1;
        var selector = new StringBuilder();
        for (int i = 0; i < rules.Count; i++)
        {
            string rule = rules[i];
            if (rule.StartsWith('(') && !rule.EndsWith(')'))
            {
                // One that is open already is forgotten, as in Redis.
                open = i;
                selector.Clear().Append(rule);
            }
            else if (open >= 0)
            {
                selector.Append(' ').Append(UpToNul(rule));
                if (!rule.EndsWith(')'))
                    continue;
                open = -1;
                joined.Add(selector.ToString());
            }
            else
            {
                joined.Add(rule);
            }
        }

        return open;
    }

    /// <summary>Splits the rules of a selector, which may be quoted; none when a quote is not closed.</summary>
    public static IReadOnlyList<string> Split(string rules) =>
        InlineRequest.Split(Encoding.Latin1.GetBytes(UpToNul(rules)), Encoding.Latin1) ?? [];
}
