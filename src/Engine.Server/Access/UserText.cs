using System.Text;

namespace Engine.Server.Access;

/// <summary>Users in words: as rules, which make the same user again.</summary>
internal static class UserText
{
    /// <summary>The line of a user in ACL files, in redis.conf and in ACL LIST.</summary>
    public static string Line(User user, CommandCatalog catalog)
    {
        var text = new StringBuilder("user ").Append(user.Name).Append(' ');
        foreach (string flag in Flags(user))
            text.Append(flag).Append(' ');
        foreach (string hash in user.Passwords)
            text.Append('#').Append(hash).Append(' ');
        foreach (Selector selector in user.Selectors)
        {
            if (ReferenceEquals(selector, user.Root))
                Append(text, selector, catalog);
            else
                Append(text.Append(" ("), selector, catalog).Append(')');
        }

        return text.ToString();
    }

    public static IEnumerable<string> Flags(User user)
    {
        yield return user.IsOn ? "on" : "off";
        if (user.NeedsNoPassword)
            yield return "nopass";
        if (user.SanitizesPayloads is { } sanitizes)
            yield return sanitizes ? "sanitize-payload" : "skip-sanitize-payload";
    }

    public static string Keys(Selector selector) =>
        selector.AllowsAllKeys ? "~*" : string.Join(' ', selector.Keys);

    public static string Channels(Selector selector) => selector.AllowsAllChannels
        ? "&*"
        : string.Join(' ', selector.Channels.Select(pattern => "&" + Encoding.Latin1.GetString(pattern)));

    private static StringBuilder Append(StringBuilder text, Selector selector, CommandCatalog catalog)
    {
        string keys = Keys(selector);
        if (keys.Length > 0)
            text.Append(keys).Append(' ');
        if (!selector.AllowsAllChannels)
            text.Append("resetchannels ");
        string channels = Channels(selector);
        if (channels.Length > 0)
            text.Append(channels).Append(' ');
        return text.Append(CommandRules.Describe(selector.Commands, catalog));
    }
}
