using System.Text;
using Engine.Server.Access;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Acl;

/// <summary>The users with whom an engine starts: those of its options, or those of its ACL file.</summary>
internal static class ConfiguredUsers
{
    /// <summary>Makes the users that the options ask for.</summary>
    /// <exception cref="ArgumentException">Users are given in both ways, or a rule is refused.</exception>
    /// <exception cref="InvalidDataException">There is no such ACL file, or something in it is wrong.</exception>
    public static UserRegistry Create(EngineOptions options)
    {
        var rules = new UserRules(KnownCommands.Catalog, () => options.UsersMayUseAllChannels);
        var users = new UserRegistry(rules);
        users.SetDefaultPassword(options.RequirePassword);
        if (options.AclFile.Length > 0 && options.Users.Count > 0)
            throw new ArgumentException(Errors.UsersInBothPlaces, nameof(options));
        foreach (string line in options.Users)
            Add(users, line);
        if (options.AclFile.Length == 0)
            return users;
        IReadOnlyCollection<User> read = UserFiles.Read(options, rules, out string errors)
            ?? throw new InvalidDataException($"Aborting Redis startup because of ACL errors: {errors}");
        users.Replace(read);
        return users;
    }

    /// <summary>
    /// Why a <c>user</c> directive of redis.conf is refused, in Redis's words, or null. A name that no command has is
    /// told at the start only.
    /// </summary>
    /// <param name="options">What was given before.</param>
    /// <param name="words">The directive, the name, the rules.</param>
    public static string? Refuse(EngineOptions options, IReadOnlyList<string> words)
    {
        if (options.Users.Any(line => RuleText.Split(ToBytes(line))[0] == ToBytes(words[1])))
            return Errors.UserDeclaration(words[1], Errors.DuplicateUser);
        var rules = new UserRules(KnownCommands.Catalog, () => false);
        var joined = new List<string>();
        int open = RuleText.Join([.. words.Skip(2).Select(ToBytes)], joined);
        if (open >= 0)
            return Errors.UserDeclaration(words[open], Errors.RuleSyntax);
        User user = rules.Create(words[1]);
        for (int i = 0; i < joined.Count; i++)
        {
            if (rules.Apply(user, joined[i]) is { } refusal && refusal != Errors.UnknownInRule)
                return Errors.UserDeclaration(words[i], refusal);
        }

        return null;
    }

    private static void Add(UserRegistry users, string line)
    {
        IReadOnlyList<string> words = RuleText.Split(ToBytes(line));
        if (words.Count == 0 || RuleText.HasSpaceOrNul(words[0]))
            throw new ArgumentException($"A user of Users is '{line}'; it must begin with a name without spaces.");
        if (users.Find(words[0]) is not { } user)
        {
            user = users.Rules.Create(words[0]);
            users.Add(user);
        }
        else if (user.Name == User.DefaultName)
        {
            users.Rules.Apply(user, "reset");
        }

        var joined = new List<string>();
        if (RuleText.Join([.. words.Skip(1)], joined) >= 0)
            throw new ArgumentException($"A parenthesis is not closed in the rules of the user '{words[0]}'.");
        foreach (string rule in joined)
        {
            if (users.Rules.Apply(user, rule) is { } refusal)
                throw new ArgumentException(Errors.ConfiguredRuleRefused(rule, words[0], refusal));
        }
    }

    /// <summary>Rules are texts of bytes.</summary>
    private static string ToBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
