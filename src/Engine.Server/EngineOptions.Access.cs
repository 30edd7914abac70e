namespace Engine.Server;

/// <content>Who may connect, and what they may do.</content>
public sealed partial class EngineOptions
{
    /// <summary>The password of the default user, which clients send by AUTH; empty asks for none.</summary>
    public string RequirePassword { get; set; } = "";

    /// <summary>
    /// Whether clients from other machines are refused as long as the default user needs no password.
    /// </summary>
    /// <value>The default is true.</value>
    public bool ProtectedMode { get; set; } = true;

    /// <summary>
    /// Users and what they may do, each a name and rules as ACL SETUSER takes them:
    /// <c>"worker on >secret ~jobs:* +@list"</c>.
    /// </summary>
    /// <value>The default is none beside the default user, who may do all.</value>
    public IList<string> Users { get; private set; } = [];

    /// <summary>
    /// A file with users, which is loaded at the start instead of <see cref="Users"/>, and by ACL LOAD. ACL SAVE writes
    /// it.
    /// </summary>
    /// <value>A path, relative to <see cref="WorkingDirectory"/>. The default is empty, for no file.</value>
    public string AclFile { get; set; } = "";

    /// <summary>Whether users may use all channels until a rule says otherwise.</summary>
    /// <value>The default is false.</value>
    public bool UsersMayUseAllChannels { get; set; }

    /// <summary>How many entries ACL LOG keeps.</summary>
    /// <value>0 or more. The default is 128.</value>
    public long AclLogMaxLength { get; set; } = 128;

    /// <summary>
    /// Commands that clients call by other names than Redis's, one after the other; an empty name takes the command
    /// away.
    /// </summary>
    /// <value>The default is none.</value>
    public IList<(string Name, string NewName)> RenamedCommands { get; private set; } = [];
}
