using Engine.Server.Access;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Acl;

/// <content>Users: making, changing, describing and removing them.</content>
internal static partial class AclCommands
{
    /// <summary>ACL SETUSER username [rule [rule ...]]: all rules hold, or none.</summary>
    private static void SetUser(ref CommandContext context)
    {
        for (int i = 2; i < context.Count; i++)
            context.HideInLogs(i);
        UserRegistry users = context.Engine.Users;
        string name = Text(context[2]);
        if (RuleText.HasSpaceOrNul(name))
        {
            context.Reply.Error(Errors.InvalidUserName);
            return;
        }

        if (!TryReadRules(context, out List<string> rules))
            return;
        User? user = users.Find(name);
        User changed = users.Rules.Create(name);
        if (user is not null)
            changed.TakeFrom(user);
        foreach (string rule in rules)
        {
            if (users.Rules.Apply(changed, rule) is not { } refusal)
                continue;
            context.Reply.Error(Errors.RuleRefused(RuleText.UpToNul(rule), refusal));
            return;
        }

        context.Reply.Ok();
        if (user is null)
        {
            users.Add(changed);
            return;
        }

        UserClients.CloseListeners(context, user, changed);
        user.TakeFrom(changed);
        context.Engine.LoginChanged();
    }

    /// <summary>ACL DELUSER username [username ...]</summary>
    private static void DeleteUsers(ref CommandContext context)
    {
        for (int i = 2; i < context.Count; i++)
        {
            if (RuleText.UpToNul(Text(context[i])) != User.DefaultName)
                continue;
            context.Reply.Error(Errors.DefaultUserStays);
            return;
        }

        var gone = new List<User>();
        for (int i = 2; i < context.Count; i++)
        {
            if (context.Engine.Users.TryRemove(Text(context[i]), out User? user))
                gone.Add(user);
        }

        context.Reply.Integer(gone.Count);
        UserClients.Close(context, gone);
    }

    /// <summary>ACL GETUSER username</summary>
    private static void GetUser(ref CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        if (context.Engine.Users.Find(context[2]) is not { } user)
        {
            reply.Null();
            return;
        }

        reply.Map(6);
        reply.Bulk("flags"u8);
        string[] flags = [.. UserText.Flags(user)];
        reply.Set(flags.Length);
        foreach (string flag in flags)
            reply.Bulk(flag);
        reply.Bulk("passwords"u8);
        reply.Array(user.Passwords.Count);
        foreach (string hash in user.Passwords)
            reply.Bulk(hash);
        Describe(context, user.Root);
        reply.Bulk("selectors"u8);
        reply.Array(user.Selectors.Count - 1);
        foreach (Selector selector in user.Selectors.Skip(1))
        {
            reply.Map(3);
            Describe(context, selector);
        }
    }

    /// <summary>ACL LIST</summary>
    private static void ListUsers(ref CommandContext context)
    {
        context.Reply.Array(context.Engine.Users.All.Count);
        foreach (User user in context.Engine.Users.All)
            Reply(context, UserText.Line(user, KnownCommands.Catalog));
    }

    /// <summary>ACL USERS</summary>
    private static void ListNames(ref CommandContext context)
    {
        context.Reply.Array(context.Engine.Users.All.Count);
        foreach (User user in context.Engine.Users.All)
            Reply(context, user.Name);
    }

    /// <summary>Rules in parentheses may come as several arguments. Replies with an error if one is open.</summary>
    private static bool TryReadRules(in CommandContext context, out List<string> rules)
    {
        rules = [];
        var arguments = new List<string>();
        for (int i = 3; i < context.Count; i++)
            arguments.Add(Text(context[i]));
        int open = RuleText.Join(arguments, rules);
        if (open < 0)
            return true;
        context.Reply.Error(Errors.UnmatchedParenthesis(RuleText.UpToNul(arguments[open])));
        return false;
    }

    private static void Describe(in CommandContext context, Selector selector)
    {
        context.Reply.Bulk("commands"u8);
        Reply(context, CommandRules.Describe(selector.Commands, KnownCommands.Catalog));
        context.Reply.Bulk("keys"u8);
        Reply(context, UserText.Keys(selector));
        context.Reply.Bulk("channels"u8);
        Reply(context, UserText.Channels(selector));
    }
}
