using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Scripting;

/// <summary>EVAL and its relatives, and the cache of scripts.</summary>
internal static partial class ScriptingCommands
{
    private const CommandFlags Runs = NoScript | Stale | SkipMonitor | NoMandatoryKeys | MovableKeys | MayReplicate;
    private const CommandFlags Reads = ReadOnly | NoScript | Stale | SkipMonitor | NoMandatoryKeys | MovableKeys;
    private const KeyUse AnyUse = KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update;
    private const KeyUse ReadUse = KeyUse.ReadOnly | KeyUse.Access;
    private const string AssumedUse = "We cannot tell how the keys will be used so we assume the worst, ";

    public static CommandSpec[] Table { get; } =
    [
        Evaluation("eval", Runs, Eval, "2.6.0", "Runs a Lua script.", "script") with
        {
            Keys = [KeySpec.Counted(2, AnyUse) with { Notes = AssumedUse + "RW and UPDATE" }],
            RefineFlags = OfSource,
        },
        Evaluation("evalsha", Runs, EvalSha, "2.6.0", "Runs a Lua script that was loaded before.", "sha1") with
        {
            Keys = [KeySpec.Counted(2, AnyUse)], RefineFlags = OfHash,
        },
        Evaluation("eval_ro", Reads, EvalReadOnly, "7.0.0", "Runs a Lua script that writes nothing.", "script") with
        {
            Keys = [KeySpec.Counted(2, ReadUse) with { Notes = AssumedUse + "RO and ACCESS" }],
            RefineFlags = OfSource,
        },
        Evaluation("evalsha_ro", Reads, EvalShaReadOnly, "7.0.0",
            "Runs a Lua script that was loaded before and writes nothing.", "sha1") with
        {
            Keys = [KeySpec.Counted(2, ReadUse)], RefineFlags = OfHash,
        },
        ScriptCommand,
    ];

    private static CommandSpec ScriptCommand => new("script", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Scripting, Since = "2.6.0", Complexity = "Depends on subcommand.",
        Summary = "Manages the scripts that are kept.",
        Subcommands =
        [
            Subcommand("help", 2, Loading | Stale, Help, "5.0.0", "O(1)", "Lists the subcommands."),
            Subcommand("exists", -3, NoScript, Exists, "2.6.0",
                "O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).",
                "Tells which scripts are kept.") with
            {
                Syntax = "sha1...", Tips = ["request_policy:all_shards", "response_policy:agg_logical_and"],
            },
            Subcommand("flush", -2, NoScript, Flush, "2.6.0",
                "O(N) with N being the number of scripts in cache", "Forgets all scripts.") with
            {
                Syntax = "[async(ASYNC|SYNC)@6.2.0]",
                Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
            },
            Subcommand("debug", 3, NoScript, Debug, "3.2.0", "O(1)", "Refused: there is no debugger.") with
            {
                Syntax = "mode(YES|SYNC|NO)",
            },
            Subcommand("load", 3, NoScript | Stale, Load, "2.6.0",
                "O(N) with N being the length in bytes of the script body.", "Keeps a script without running it.") with
            {
                Syntax = "script", Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
            },
            Subcommand("kill", 2, NoScript | AllowBusy, Kill, "2.6.0", "O(1)",
                "Ends the script that runs, unless it has written.") with
            {
                Tips = ["request_policy:all_shards", "response_policy:one_succeeded"],
            },
        ],
    };

    private static CommandFlags OfSource(EngineState engine, in Request request, CommandFlags flags) =>
        engine.Scripts.RefineFlags(request, flags, isByHash: false);

    private static CommandFlags OfHash(EngineState engine, in Request request, CommandFlags flags) =>
        engine.Scripts.RefineFlags(request, flags, isByHash: true);

    private static CommandSpec Evaluation(
        string name, CommandFlags flags, CommandHandler handler, string since, string summary, string source) =>
        new(name, -3, flags, handler)
        {
            Group = CommandGroup.Scripting, Since = since, Summary = summary,
            Complexity = "Depends on the script that is executed.",
            Syntax = $"{source} numkeys:integer [key:key...] [arg...]",
        };

    private static CommandSpec Subcommand(
        string name,
        int arity,
        CommandFlags flags,
        CommandHandler handler,
        string since,
        string complexity,
        string summary) =>
        new(name, arity, flags, handler)
        {
            Group = CommandGroup.Scripting, Since = since, Complexity = complexity, Summary = summary,
        };
}
