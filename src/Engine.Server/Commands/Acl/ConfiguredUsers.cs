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
            throw new ArgumentException(Errors.UsersInBothPlaces);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in options.Users)
        {
            User user = Add(users, line, names);
            if (!user.IsOn)
                AclEvents.UserIsOff(options.Logger, user.Name);
        }

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
            return Errors.UserDeclaration(words[open + 2], Errors.RuleSyntax);
        User user = rules.Create(words[1]);
        for (int i = 0; i < joined.Count; i++)
        {
            // Redis names the word that stands two before the one that it refuses.
            if (rules.Apply(user, joined[i]) is { } refusal && refusal != Errors.UnknownInRule)
                return Errors.UserDeclaration(words[i], refusal);
        }

        return null;
    }

    private static User Add(UserRegistry users, string line, HashSet<string> names)
    {
        IReadOnlyList<string> words = RuleText.Split(ToBytes(line));
        if (words.Count == 0 || RuleText.HasSpaceOrNul(words[0]))
            throw new ArgumentException($"A user of Users is '{line}'; it must begin with a name without spaces.");
        string name = words[0];
        if (!names.Add(name))
            throw new ArgumentException(Errors.UserDeclaration(name, Errors.DuplicateUser));
        User user = users.Find(name) ?? users.Rules.Create(name);
        if (ReferenceEquals(user, users.Default))
            users.Rules.Apply(user, "reset");
        else
            users.Add(user);
        var joined = new List<string>();
        if (RuleText.Join([.. words.Skip(1)], joined) >= 0)
            throw new ArgumentException(
                $"A parenthesis is not closed in the rules of the user '{name}'; end them with ')'.");
        foreach (string rule in joined)
        {
            if (users.Rules.Apply(user, rule) is { } refusal)
                throw new ArgumentException(Errors.ConfiguredRuleRefused(rule, name, refusal));
        }

        return user;
    }

    /// <summary>Rules are texts of bytes.</summary>
    private static string ToBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
