using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Access;

/// <summary>The rules of ACL SETUSER and of ACL files: how users come to be what they are.</summary>
/// <param name="catalog">The commands that rules may name.</param>
/// <param name="opensChannels">Whether new users may use all channels, which acl-pubsub-default says.</param>
internal sealed class UserRules(CommandCatalog catalog, Func<bool> opensChannels)
{
    private readonly SelectorRules _selectorRules = new(catalog);

    public CommandCatalog Catalog => catalog;

    /// <summary>A user who is off and may do nothing.</summary>
    public User Create(string name) => new(name, CreateSelector());

    /// <summary>The default user before anybody has changed it: may do all, without a password.</summary>
    public User CreateDefault()
    {
        User user = Create(User.DefaultName);
        foreach (string rule in (string[])["+@all", "~*", "&*", "on", "nopass"])
            Apply(user, rule);
        return user;
    }

    /// <summary>Applies one rule. Returns why it is refused, in Redis's words, or null.</summary>
    public string? Apply(User user, string rule)
    {
        string? refusal = rule switch
        {
            "" => null,
            ['>', ..] => AddPassword(user, HashOf(rule)),
            ['#', ..] => AddPassword(user, rule[1..]),
            ['<', ..] => RemovePassword(user, HashOf(rule)),
            ['!', ..] => RemovePassword(user, rule[1..]),
            ['(', .., ')'] => AddSelector(user, rule[1..^1]),
            _ when TryApplyWord(user, RuleText.UpToNul(rule).ToLowerInvariant()) => null,
            _ => _selectorRules.Apply(user.Root, rule),
        };
        user.Refresh();
        return refusal;
    }

    private bool TryApplyWord(User user, string word)
    {
        switch (word)
        {
            case "on" or "off":
                user.IsOn = word == "on";
                return true;
            case "skip-sanitize-payload" or "sanitize-payload":
                user.SanitizesPayloads = word == "sanitize-payload";
                return true;
            case "nopass" or "resetpass":
                user.NeedsNoPassword = word == "nopass";
                user.Passwords.Clear();
                return true;
            case "clearselectors":
                user.ClearSelectors();
                return true;
            case "reset":
                Reset(user);
                return true;
            default:
                return false;
        }
    }

    private void Reset(User user)
    {
        user.TakeFrom(Create(user.Name));
        user.SanitizesPayloads = true;
    }

    private Selector CreateSelector() => new(catalog, opensChannels());

    private string? AddSelector(User user, string rules)
    {
        Selector selector = CreateSelector();
        foreach (string rule in RuleText.Split(rules))
        {
            if (_selectorRules.Apply(selector, rule) is { } refusal)
                return refusal;
        }

        user.Add(selector);
        return null;
    }

    private static string? AddPassword(User user, string hash)
    {
        if (!PasswordHash.IsValid(hash))
            return Errors.InvalidPasswordHash;
        if (!user.Passwords.Contains(hash))
            user.Passwords.Add(hash);
        user.NeedsNoPassword = false;
        return null;
    }

    private static string? RemovePassword(User user, string hash)
    {
        if (!PasswordHash.IsValid(hash))
            return Errors.InvalidPasswordHash;
        return user.Passwords.Remove(hash) ? null : Errors.NoSuchPassword;
    }

    private static string HashOf(string rule) => PasswordHash.Of(Encoding.Latin1.GetBytes(rule[1..]));
}
