using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>What the table of normalisers is keyed by: a command's name and first argument, in capitals.</summary>
internal readonly record struct CommandName(string Command, string FirstArgument)
{
    /// <summary>Of bytes that were sent as they are.</summary>
    public static CommandName None { get; } = new("", "");

    public static CommandName Of(IReadOnlyList<CommandLineArgument> arguments) =>
        new(Word(arguments, 0), Word(arguments, 1));

    private static string Word(IReadOnlyList<CommandLineArgument> arguments, int index) =>
        index < arguments.Count ? arguments[index].Text.ToUpperInvariant() : "";
}
