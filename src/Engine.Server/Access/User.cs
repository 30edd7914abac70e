namespace Engine.Server.Access;

/// <summary>
/// Somebody who may log in, and what they may do. Names, rules and patterns of this room are texts whose every
/// character is one byte, so that any bytes may stand in them.
/// </summary>
internal sealed class User
{
    private readonly List<Selector> _selectors;
    private readonly List<string> _passwords = [];

    public User(string name, Selector root)
    {
        Name = name;
        _selectors = [root];
        Refresh();
    }

    /// <summary>The name of whoever has not logged in as somebody else.</summary>
    public const string DefaultName = "default";

    /// <summary>The engine itself, repeating what was allowed when it was done first.</summary>
    public static User Engine { get; } = CreateEngine();

    public string Name { get; }

    /// <summary>Whether one may log in as this user.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether any password is the right one.</summary>
    public bool NeedsNoPassword { get; set; }

    /// <summary>
    /// Whether payloads of RESTORE are looked through: null while no rule has said so. Here they always are.
    /// </summary>
    public bool? SanitizesPayloads { get; set; }

    /// <summary>What the passwords hash to, see <see cref="PasswordHash"/>.</summary>
    public List<string> Passwords => _passwords;

    /// <summary>The user's own permissions, to which rules outside of parentheses belong.</summary>
    public Selector Root => _selectors[0];

    /// <summary>The root, and those that were given in parentheses.</summary>
    public IReadOnlyList<Selector> Selectors => _selectors;

    /// <summary>Nothing that the user does has to be looked at.</summary>
    public bool IsUnrestricted { get; private set; }

    public void Add(Selector selector) => _selectors.Add(selector);

    /// <summary>To be called when rules have changed the user.</summary>
    public void Refresh() => IsUnrestricted = _selectors.Exists(selector => selector.IsUnrestricted);

    /// <summary>Takes away all selectors but the root.</summary>
    public void ClearSelectors() => _selectors.RemoveRange(1, _selectors.Count - 1);

    public bool Accepts(ReadOnlySpan<byte> password) =>
        IsOn && (NeedsNoPassword || PasswordHash.IsOneOf(_passwords, password));

    /// <summary>Becomes what <paramref name="other"/> is, but for the name.</summary>
    public void TakeFrom(User other)
    {
        IsOn = other.IsOn;
        NeedsNoPassword = other.NeedsNoPassword;
        SanitizesPayloads = other.SanitizesPayloads;
        Selector[] selectors = [.. other._selectors.Select(selector => selector.Copy())];
        _selectors.Clear();
        _selectors.AddRange(selectors);
        string[] passwords = [.. other._passwords];
        _passwords.Clear();
        _passwords.AddRange(passwords);
        Refresh();
    }

    private static User CreateEngine()
    {
        var everything = new Selector(new CommandCatalog(), allowsAllChannels: true);
        everything.AllowAllKeys();
        everything.Commands.AddAll();
        return new User("", everything);
    }
}
