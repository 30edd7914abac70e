namespace Engine.Server.Configuration;

/// <summary>
/// Checks directives that name commands, which this room does not know. Implemented by Commands. Each check returns why
/// a directive is refused, in Redis's words, or null.
/// </summary>
internal interface IDirectiveChecks
{
    /// <summary>user name [rule ...]</summary>
    string? RefuseUser(EngineOptions options, IReadOnlyList<string> words);

    /// <summary>rename-command name newname</summary>
    string? RefuseRename(EngineOptions options, string name, string newName);
}
