using Engine.Server.DataTypes;

namespace Engine.Server.Access;

/// <summary>
/// What a user may do together: these commands on these keys and channels. A request must be allowed by one selector
/// as a whole.
/// </summary>
internal sealed class Selector
{
    private readonly List<KeyPattern> _keys;
    private readonly List<byte[]> _channels;

    /// <param name="catalog">The commands there are.</param>
    /// <param name="allowsAllChannels">What acl-pubsub-default says.</param>
    public Selector(CommandCatalog catalog, bool allowsAllChannels)
    {
        _keys = [];
        _channels = [];
        Commands = new CommandSet(catalog);
        AllowsAllChannels = allowsAllChannels;
    }

    private Selector(Selector other)
    {
        _keys = [.. other._keys];
        _channels = [.. other._channels];
        Commands = other.Commands.Copy();
        AllowsAllKeys = other.AllowsAllKeys;
        AllowsAllChannels = other.AllowsAllChannels;
    }

    public CommandSet Commands { get; }

    public bool AllowsAllKeys { get; private set; }

    public bool AllowsAllChannels { get; private set; }

    public IReadOnlyList<KeyPattern> Keys => _keys;

    public IReadOnlyList<byte[]> Channels => _channels;

    public bool IsUnrestricted => Commands.HasAll && AllowsAllKeys && AllowsAllChannels;

    public bool AllowsKey(ReadOnlySpan<byte> key, KeyPermissions needed)
    {
        if (AllowsAllKeys)
            return true;
        foreach (KeyPattern pattern in _keys)
        {
            if (pattern.Allows(key, needed))
                return true;
        }

        return false;
    }

    /// <summary>Whether keys need not be known to be allowed.</summary>
    public bool AllowsEveryKey(KeyPermissions needed) =>
        AllowsAllKeys || _keys.Exists(keys => keys.Grants(needed) && keys.Pattern.AsSpan().SequenceEqual("*"u8));

    /// <param name="name">A channel, or a pattern of channels to listen to.</param>
    /// <param name="isPattern">
    /// Who listens by a pattern must be allowed that very pattern, whatever other patterns might cover.
    /// </param>
    public bool AllowsChannel(ReadOnlySpan<byte> name, bool isPattern)
    {
        if (AllowsAllChannels)
            return true;
        int end = isPattern ? name.IndexOf((byte)0) : -1;
        foreach (byte[] pattern in _channels)
        {
            if (isPattern ? name[..(end < 0 ? name.Length : end)].SequenceEqual(pattern)
                : GlobPattern.Matches(pattern, name))
                return true;
        }

        return false;
    }

    public void AllowAllKeys()
    {
        AllowsAllKeys = true;
        _keys.Clear();
    }

    public void ForgetKeys()
    {
        AllowsAllKeys = false;
        _keys.Clear();
    }

    /// <summary>Adds a pattern of keys, or permissions to a pattern that is there.</summary>
    public void AllowKeys(byte[] pattern, KeyPermissions permissions)
    {
        int index = _keys.FindIndex(keys => keys.Pattern.AsSpan().SequenceEqual(pattern));
        if (index < 0)
            _keys.Add(new KeyPattern(pattern, permissions));
        else
            _keys[index] = new KeyPattern(pattern, _keys[index].Permissions | permissions);
    }

    public void AllowAllChannels()
    {
        AllowsAllChannels = true;
        _channels.Clear();
    }

    public void ForgetChannels()
    {
        AllowsAllChannels = false;
        _channels.Clear();
    }

    public void AllowChannels(byte[] pattern)
    {
        if (!_channels.Exists(other => other.AsSpan().SequenceEqual(pattern)))
            _channels.Add(pattern);
    }

    public Selector Copy() => new(this);
}
