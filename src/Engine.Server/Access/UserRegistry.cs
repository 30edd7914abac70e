using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Engine.Server.Access;

/// <summary>The users of an engine, in the order of their names. The default user is always there.</summary>
internal sealed class UserRegistry
{
    private readonly SortedDictionary<string, User> _users = new(StringComparer.Ordinal);
    private string _requiredPassword = "";

    public UserRegistry(UserRules rules)
    {
        Rules = rules;
        Default = rules.CreateDefault();
        _users.Add(Default.Name, Default);
    }

    /// <summary>How users are changed.</summary>
    public UserRules Rules { get; }

    /// <summary>Whom clients are who have not logged in. It is always the same object.</summary>
    public User Default { get; }

    public IReadOnlyCollection<User> All => _users.Values;

    /// <summary>Whether clients have to log in before anything else.</summary>
    public bool RequiresLogin => !(Default.NeedsNoPassword && Default.IsOn);

    public User? Find(string name) => _users.GetValueOrDefault(name);

    public User? Find(ReadOnlySpan<byte> name) => Find(Encoding.Latin1.GetString(name));

    public void Add(User user) => _users.Add(user.Name, user);

    public bool TryRemove(string name, [NotNullWhen(true)] out User? user) => _users.Remove(name, out user);

    /// <summary>
    /// What requirepass says: the only password of the default user, or empty for none. It is heeded when it changes,
    /// whatever the default user has become meanwhile.
    /// </summary>
    public void SetDefaultPassword(string password)
    {
        if (password == _requiredPassword)
            return;
        _requiredPassword = password;
        Default.Passwords.Clear();
        Default.NeedsNoPassword = password.Length == 0;
        if (password.Length > 0)
            Default.Passwords.Add(PasswordHash.Of(Encoding.UTF8.GetBytes(password)));
    }

    /// <summary>
    /// Puts others in the place of all users; the default user stays and becomes what the new one is. Returns those who
    /// are gone, even when a new user has the same name.
    /// </summary>
    public IReadOnlyList<User> Replace(IEnumerable<User> users)
    {
        User[] gone = [.. _users.Values.Where(user => !ReferenceEquals(user, Default))];
        User[] added = [.. users];
        User newDefault = Array.Find(added, user => user.Name == User.DefaultName) ?? Rules.CreateDefault();
        Default.TakeFrom(newDefault);
        _users.Clear();
        _users.Add(Default.Name, Default);
        foreach (User user in added)
        {
            if (user.Name != User.DefaultName)
                _users.Add(user.Name, user);
        }

        return gone;
    }
}
