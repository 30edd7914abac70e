using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Scripting;

/// <summary>FCALL and FUNCTION: scripts that are kept by name, in libraries.</summary>
internal static partial class FunctionCommands
{
    private const CommandFlags Calls = NoScript | Stale | SkipMonitor | NoMandatoryKeys | MovableKeys;
    private const CommandFlags Changes = NoScript | CommandFlags.Write;
    private const string AssumedUse = "We cannot tell how the keys will be used so we assume the worst, ";

    private static readonly string[] OnAllShards = ["request_policy:all_shards", "response_policy:all_succeeded"];

    public static CommandSpec[] Table { get; } =
    [
        Calling("fcall", Calls | MayReplicate, Call, "Runs a function.",
            KeySpec.Counted(2, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update) with
            {
                Notes = AssumedUse + "RW and UPDATE",
            }),
        Calling("fcall_ro", Calls | ReadOnly, CallReadOnly, "Runs a function that writes nothing.",
            KeySpec.Counted(2, KeyUse.ReadOnly | KeyUse.Access) with { Notes = AssumedUse + "RO and ACCESS" }),
        FunctionCommand,
    ];

    private static CommandSpec FunctionCommand => new("function", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Scripting, Since = "7.0.0", Complexity = "Depends on subcommand.",
        Summary = "Manages the libraries of functions.",
        Subcommands =
        [
            Subcommand("load", -3, Changes | DenyOom, Load, "O(1) (considering compilation time is redundant)",
                "Adds a library.") with
            {
                Syntax = "[REPLACE] function-code", Tips = OnAllShards,
            },
            Subcommand("delete", 3, Changes, Delete, "O(1)", "Deletes a library.") with
            {
                Syntax = "library-name", Tips = OnAllShards,
            },
            Subcommand("list", -2, NoScript, List, "O(N) where N is the number of functions",
                "Describes the libraries.") with
            {
                Syntax = "[LIBRARYNAME library-name-pattern] [WITHCODE]", Tips = ["nondeterministic_output_order"],
            },
            Subcommand("stats", 2, NoScript | AllowBusy, Statistics, "O(1)", "Tells what runs, and counts.") with
            {
                Tips = ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
            },
            Subcommand("kill", 2, NoScript | AllowBusy, Kill, "O(1)",
                "Ends the function that runs, unless it has written.") with
            {
                Tips = ["request_policy:all_shards", "response_policy:one_succeeded"],
            },
            Subcommand("flush", -2, Changes, Flush, "O(N) where N is the number of functions deleted",
                "Deletes all libraries.") with
            {
                Syntax = "[async(ASYNC|SYNC)]", Tips = OnAllShards,
            },
            Subcommand("dump", 2, NoScript, Dump, "O(N) where N is the number of functions",
                "Returns all libraries in a form that FUNCTION RESTORE takes."),
            Subcommand("restore", -3, Changes | DenyOom, Restore,
                "O(N) where N is the number of functions on the payload", "Adds the libraries of a dump.") with
            {
                Syntax = "serialized-value [policy(FLUSH|APPEND|REPLACE)]", Tips = OnAllShards,
            },
            Subcommand("help", 2, Loading | Stale, Help, "O(1)", "Lists the subcommands."),
        ],
    };

    private static CommandSpec Calling(
        string name, CommandFlags flags, CommandHandler handler, string summary, KeySpec keys) =>
        new(name, -3, flags, handler)
        {
            Group = CommandGroup.Scripting, Since = "7.0.0", Summary = summary, Keys = [keys],
            Complexity = "Depends on the function that is executed.", RefineFlags = OfFunction,
            Syntax = "function numkeys:integer [key:key...] [arg...]",
        };

    private static CommandSpec Subcommand(
        string name, int arity, CommandFlags flags, CommandHandler handler, string complexity, string summary) =>
        new(name, arity, flags, handler)
        {
            Group = CommandGroup.Scripting, Since = "7.0.0", Complexity = complexity, Summary = summary,
        };

    private static CommandFlags OfFunction(EngineState engine, in Request request, CommandFlags flags) =>
        engine.Functions.RefineFlags(request, flags);

    /// <summary>FCALL function numkeys [key ...] [arg ...]</summary>
    private static void Call(ref CommandContext context) =>
        context.Engine.Functions.Call(ref context, isReadOnly: false);

    /// <summary>FCALL_RO function numkeys [key ...] [arg ...]</summary>
    private static void CallReadOnly(ref CommandContext context) =>
        context.Engine.Functions.Call(ref context, isReadOnly: true);
}
