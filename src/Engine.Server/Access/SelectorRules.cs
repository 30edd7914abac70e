using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Access;

/// <summary>The rules that say which commands, keys and channels a selector allows.</summary>
internal sealed class SelectorRules(CommandCatalog catalog)
{
    /// <summary>Applies one rule. Returns why it is refused, in Redis's words, or null.</summary>
    public string? Apply(Selector selector, string rule)
    {
        string word = RuleText.UpToNul(rule);
        return TryApplyWord(selector, word.ToLowerInvariant()) ? null : word switch
        {
            ['~', ..] => AllowKeys(selector, rule[1..], KeyPermissions.All),
            ['%', ..] => AllowKeys(selector, rule),
            ['&', ..] => AllowChannels(selector, rule[1..]),
            ['+' or '-', '@', ..] => ChangeCategory(selector, word[2..], word[0] == '+'),
            ['+', ..] => Allow(selector, word[1..]),
            ['-', ..] => Forbid(selector, word[1..]),
            _ => Errors.RuleSyntax,
        };
    }

    private static bool TryApplyWord(Selector selector, string word)
    {
        switch (word)
        {
            case "allkeys" or "~*":
                selector.AllowAllKeys();
                return true;
            case "resetkeys":
                selector.ForgetKeys();
                return true;
            case "allchannels" or "&*":
                selector.AllowAllChannels();
                return true;
            case "resetchannels":
                selector.ForgetChannels();
                return true;
            case "allcommands" or "+@all":
                selector.Commands.AddAll();
                return true;
            case "nocommands" or "-@all":
                selector.Commands.RemoveAll();
                return true;
            default:
                return false;
        }
    }

    /// <summary>%R~pattern, %W~pattern or %RW~pattern.</summary>
    private static string? AllowKeys(Selector selector, string rule)
    {
        if (selector.AllowsAllKeys)
            return Errors.KeysAfterAll;
        // Without a tilde the pattern is empty, as in Redis.
        int tilde = rule.IndexOf('~', StringComparison.Ordinal);
        int end = tilde < 0 ? rule.Length : tilde;
        KeyPermissions permissions = rule[1..end].ToUpperInvariant() switch
        {
            "R" => KeyPermissions.Read,
            "W" => KeyPermissions.Write,
            "RW" or "WR" => KeyPermissions.All,
            _ => KeyPermissions.None,
        };
        return permissions == KeyPermissions.None
            ? Errors.RuleSyntax
            : AllowKeys(selector, rule[Math.Min(end + 1, rule.Length)..], permissions);
    }

    private static string? AllowKeys(Selector selector, string pattern, KeyPermissions permissions)
    {
        if (selector.AllowsAllKeys)
            return Errors.KeysAfterAll;
        if (RuleText.HasSpaceOrNul(pattern))
            return Errors.RuleSyntax;
        selector.AllowKeys(Encoding.Latin1.GetBytes(pattern), permissions);
        return null;
    }

    private static string? AllowChannels(Selector selector, string pattern)
    {
        if (selector.AllowsAllChannels)
            return Errors.ChannelsAfterAll;
        if (RuleText.HasSpaceOrNul(pattern))
            return Errors.RuleSyntax;
        selector.AllowChannels(Encoding.Latin1.GetBytes(pattern));
        return null;
    }

    private string? ChangeCategory(Selector selector, string name, bool isAllowed)
    {
        AclCategories category = CommandCatalog.FindCategory(name);
        if (category == AclCategories.None)
            return Errors.UnknownInRule;
        selector.Commands.Change(catalog.In(category), isAllowed);
        return null;
    }

    private string? Forbid(Selector selector, string name)
    {
        if (catalog.Find(name) is not { } command)
            return Errors.UnknownInRule;
        selector.Commands.Change(command, isAllowed: false);
        return null;
    }

    /// <summary>A command, a subcommand, or a command with its first argument.</summary>
    private string? Allow(Selector selector, string name)
    {
        int bar = name.LastIndexOf('|');
        if (catalog.Find(bar < 0 ? name : name[..bar]) is not { } command)
            return Errors.UnknownInRule;
        if (bar < 0)
        {
            selector.Commands.Change(command, isAllowed: true);
            return null;
        }

        if (command.Parent is not null)
            return Errors.FirstArgumentOfSubcommand;
        string argument = name[(bar + 1)..];
        if (argument.Length == 0)
            return Errors.RuleSyntax;
        if (command.Subcommands.Count == 0)
            selector.Commands.AllowFirstArgument(command, argument);
        else if (catalog.Find(name) is { } subcommand)
            selector.Commands.Change(subcommand, isAllowed: true);
        else
            return Errors.UnknownInRule;
        return null;
    }
}
