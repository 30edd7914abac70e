using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>
/// MODULE. Modules are libraries for redis-server alone, so none is loaded and none can be; what asks is answered.
/// </summary>
internal static class ModuleCommands
{
    private const CommandFlags Changes = Admin | NoScript | NoAsyncLoading | Protected;

    public static CommandSpec Row { get; } = new("module", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Server, Since = "4.0.0", Complexity = "Depends on subcommand.",
        Summary = "A container for module commands.",
        Subcommands =
        [
            new("help", 2, Loading | Stale, Help)
            {
                Group = CommandGroup.Server, Since = "5.0.0", Complexity = "O(1)", Summary = "Lists the subcommands.",
            },
            new("list", 2, Admin | NoScript, List)
            {
                Group = CommandGroup.Server, Since = "4.0.0", Complexity = "O(1)",
                Summary = "Returns the modules that are loaded, which are none.",
                Tips = ["nondeterministic_output_order"],
            },
            new("load", -3, Changes, Load)
            {
                Group = CommandGroup.Server, Since = "4.0.0", Complexity = "O(1)",
                Summary = "Loads a module; the engine cannot.", Syntax = "path [arg...]",
            },
            new("loadex", -3, Changes, Load)
            {
                Group = CommandGroup.Server, Since = "7.0.0", Complexity = "O(1)",
                Summary = "Loads a module with settings; the engine cannot.",
                Syntax = "path [CONFIG configs{name value}...+] [ARGS args{arg}...]",
            },
            new("unload", 3, Changes, Unload)
            {
                Group = CommandGroup.Server, Since = "4.0.0", Complexity = "O(1)", Summary = "Unloads a module.",
                Syntax = "name",
            },
        ],
    };

    /// <summary>MODULE LIST</summary>
    private static void List(ref CommandContext context) => context.Reply.EmptyArray();

    /// <summary>MODULE LOAD path [arg ...], MODULE LOADEX path [CONFIG name value ...] [ARGS arg ...]</summary>
    private static void Load(ref CommandContext context) => context.Reply.Error(Errors.ModuleNotLoaded);

    /// <summary>MODULE UNLOAD name</summary>
    private static void Unload(ref CommandContext context) => context.Reply.Error(Errors.NoSuchModule);

    /// <summary>MODULE HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "MODULE",
    [
        "LIST",
        "    Return a list of loaded modules.",
        "LOAD <path> [<arg> ...]",
        "    Load a module library from <path>, passing to it any optional arguments.",
        "LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]",
        "    Load a module library from <path>, while passing it module configurations and optional arguments.",
        "UNLOAD <name>",
        "    Unload a module.",
    ]);
}
