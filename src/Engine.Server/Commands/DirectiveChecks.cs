using Engine.Server.Commands.Acl;
using Engine.Server.Configuration;

namespace Engine.Server.Commands;

/// <summary>The directives of redis.conf that name commands.</summary>
internal sealed class DirectiveChecks : IDirectiveChecks
{
    public string? RefuseUser(EngineOptions options, IReadOnlyList<string> words) =>
        ConfiguredUsers.Refuse(options, words);

    public string? RefuseRename(EngineOptions options, string name, string newName) =>
        CommandNames.Refuse(options.RenamedCommands, name, newName);
}
