using System.Text;
using Engine.Server.Access;
using Engine.Server.Commands.Connection;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Commands;

/// <summary>Says whether users may run what they ask for, and keeps what they may not.</summary>
internal sealed class AccessGuard(EngineState engine)
{
    private readonly List<FoundKey> _keys = [];

    /// <summary>What was denied, for ACL LOG.</summary>
    public DenialLog Log { get; } = new();

    /// <summary>Why the user may not run a request; none when one of the user's selectors allows it.</summary>
    public Denial Check(User user, CommandSpec command, in Request request)
    {
        if (user.IsUnrestricted)
            return default;
        FindKeys(command, request);
        var relevant = new Denial(DenialReason.Command, 0);
        // A loop by index: an enumerator of the interface would be allocated for each command.
        for (int i = 0; i < user.Selectors.Count; i++)
        {
            Denial denial = Check(user.Selectors[i], command, request);
            if (denial.IsNone)
                return default;
            if (denial.Outranks(relevant))
                relevant = denial;
        }

        return relevant;
    }

    /// <summary>As <see cref="Check(User, CommandSpec, in Request)"/>; what is denied is kept.</summary>
    /// <param name="client">Who asks; not the session of scripts, but that of the client who runs them.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">Its arguments.</param>
    /// <param name="context">From where it is asked.</param>
    public Denial CheckAndLog(Session client, CommandSpec command, in Request request, DenialContext context)
    {
        Denial denial = Check(client.User, command, request);
        if (!denial.IsNone)
        {
            byte[] subject = denial.Reason == DenialReason.Command
                ? Encoding.ASCII.GetBytes(command.FullName)
                : request[denial.Position].ToArray();
            Add(new DenialEntry(denial.Reason, context, subject, client.User.Name)
            {
                At = engine.Clock.Now, Client = Describe(client),
            });
        }

        return denial;
    }

    /// <summary>
    /// Whether the user may run a request, and may besides read any key, for a command that does not name all keys it
    /// reads.
    /// </summary>
    public bool MayReadEverything(User user, CommandSpec command, in Request request)
    {
        if (user.IsUnrestricted)
            return true;
        FindKeys(command, request);
        foreach (Selector selector in user.Selectors)
        {
            if (selector.AllowsEveryKey(KeyPermissions.Read) && Check(selector, command, request).IsNone)
                return true;
        }

        return false;
    }

    /// <summary>Keeps that somebody tried to log in with a wrong name or password.</summary>
    /// <param name="client">Who tried.</param>
    /// <param name="command">The command as it was typed.</param>
    /// <param name="user">The name that was given.</param>
    public void LogFailedLogin(Session client, ReadOnlySpan<byte> command, ReadOnlySpan<byte> user)
    {
        DenialContext context = client.Transaction.IsOpen ? DenialContext.Multi : DenialContext.TopLevel;
        string name = Encoding.Latin1.GetString(user);
        Add(new DenialEntry(DenialReason.Auth, context, command.ToArray(), name)
        {
            At = engine.Clock.Now, Client = Describe(client),
        });
    }

    private static KeyPermissions PermissionsFor(KeyUse use)
    {
        const KeyUse Changes = KeyUse.Insert | KeyUse.Update | KeyUse.Delete;
        KeyPermissions read = (use & KeyUse.Access) != 0 ? KeyPermissions.Read : KeyPermissions.None;
        return (use & Changes) != 0 ? read | KeyPermissions.Write : read;
    }

    private void FindKeys(CommandSpec command, in Request request)
    {
        _keys.Clear();
        KeySearch.Find(command, request, _keys);
    }

    private Denial Check(Selector selector, CommandSpec command, in Request request)
    {
        if (!selector.Commands.HasAll && !command.Is(CommandFlags.NoAuth)
            && !selector.Commands.Contains(command.Index)
            && (request.Count < 2 || !selector.Commands.AllowsFirstArgument(command.Index, request[1])))
            return new Denial(DenialReason.Command, 0);
        foreach (FoundKey key in _keys)
        {
            if (!selector.AllowsKey(request[key.Position], PermissionsFor(key.Use)))
                return new Denial(DenialReason.Key, key.Position);
        }

        return command.Channels == ChannelUse.None ? default : CheckChannels(selector, command, request);
    }

    private static Denial CheckChannels(Selector selector, CommandSpec command, in Request request)
    {
        int end = command.Channels == ChannelUse.Publish ? 2 : request.Count;
        for (int i = 1; i < end; i++)
        {
            if (!selector.AllowsChannel(request[i], isPattern: command.Channels == ChannelUse.ListenByPattern))
                return new Denial(DenialReason.Channel, i);
        }

        return default;
    }

    private byte[] Describe(Session client)
    {
        var text = new StringBuilder();
        ClientDescription.Append(text, client, engine.Clock.Now);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Add(DenialEntry entry) => Log.Add(entry, engine.Options.AclLogMaxLength);
}
