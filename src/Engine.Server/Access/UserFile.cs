using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Access;

/// <summary>
/// ACL files: a user a line. A file is taken as a whole or, when anything in it is wrong, not at all.
/// </summary>
/// <param name="rules">What the lines say.</param>
/// <param name="name">The file as errors name it.</param>
internal sealed class UserFile(UserRules rules, string name)
{
    private readonly StringBuilder _errors = new();
    private readonly Dictionary<string, User> _users = new(StringComparer.Ordinal);
    private int _line;

    /// <summary>Reads the users of a file, or says all that is wrong with it, worded as Redis words it.</summary>
    public static IReadOnlyCollection<User>? Read(UserRules rules, string name, string text, out string errors)
    {
        var file = new UserFile(rules, name);
        foreach (string line in text.Split('\n'))
            file.ReadLine(line.Trim(' ', '\t', '\r'));
        if (file._errors.Length > 0)
            file._errors.Append(Errors.UsersNotLoaded);
        errors = file._errors.ToString();
        return errors.Length == 0 ? file._users.Values : null;
    }

    /// <summary>The text of a file with these users.</summary>
    public static string Write(IEnumerable<User> users, CommandCatalog catalog) =>
        string.Concat(users.Select(user => UserText.Line(user, catalog) + "\n"));

    private void ReadLine(string line)
    {
        _line++;
        if (line.Length == 0)
            return;
        string[] words = line.Split(' ');
        if (words[0] != "user" || words.Length < 2)
        {
            _errors.Append(Errors.UserLineStart(name, _line));
            return;
        }

        if (RuleText.HasSpaceOrNul(words[1]))
        {
            _errors.Append(Errors.InvalidUserNameInFile(name, _line, RuleText.UpToNul(words[1])));
            return;
        }

        User user = rules.Create(words[1]);
        if (_users.TryAdd(user.Name, user))
            ReadRules(user, words[2..]);
        else
            _errors.Append(Errors.DuplicateUserInFile(words[1], _line));
    }

    /// <summary>
    /// All names that are not known are told, but only the first of other errors, which may be the cause of more.
    /// </summary>
    private void ReadRules(User user, string[] words)
    {
        var joined = new List<string>();
        if (RuleText.Join(words, joined) >= 0)
        {
            _errors.Append(Errors.UnmatchedParenthesisInFile(name, _line));
            return;
        }

        bool hasFailed = false;
        foreach (string word in joined)
        {
            string rule = word.Trim('\t', '\r');
            if (rules.Apply(user, rule) is not { } refusal)
                continue;
            if (refusal == Errors.UnknownInRule)
                _errors.Append(Errors.UnknownInUserFile(name, _line, rule));
            else if (!hasFailed)
                _errors.Append(Errors.RuleRefusedInFile(name, _line, refusal));
            hasFailed |= refusal != Errors.UnknownInRule;
        }
    }
}
