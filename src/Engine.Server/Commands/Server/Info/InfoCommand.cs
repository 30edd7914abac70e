using System.Text;
using Engine.Server.Access;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO: the report about the server, by sections.</summary>
internal static class InfoCommand
{
    private static readonly (string Name, bool IsDefault, Action<InfoReport, EngineState> Write)[] Sections =
    [
        ("server", true, ServerSection.Write),
        ("clients", true, ClientsSection.Write),
        ("memory", true, MemorySection.Write),
        ("persistence", true, PersistenceSection.Write),
        ("stats", true, StatsSection.Write),
        ("replication", true, ReplicationSection.Write),
        ("cpu", true, CpuSection.Write),
        ("modules", true, (report, _) => report.Section("Modules")),
        ("commandstats", false, StatsSection.WriteCommands),
        ("errorstats", true, StatsSection.WriteErrors),
        ("latencystats", false, StatsSection.WriteLatencies),
        ("cluster", true, ClusterSection.Write),
        ("keyspace", true, KeyspaceSection.Write),
    ];

    public static CommandSpec Info { get; } = new("info", -1, Loading | Stale, Run)
    {
        Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)",
        Summary = "Reports about the server, by sections.",
        Acl = AclCategories.Dangerous,
        Syntax = "[section...]",
        Tips = ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
    };

    /// <summary>INFO [section [section ...]]</summary>
    private static void Run(ref CommandContext context)
    {
        var asked = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 1; i < context.Count; i++)
            asked.Add(Encoding.Latin1.GetString(context[i]));
        bool all = asked.Contains("all") || asked.Contains("everything");
        bool defaults = asked.Count == 0 || asked.Contains("default");

        var report = new InfoReport();
        foreach ((string name, bool isDefault, Action<InfoReport, EngineState> write) in Sections)
        {
            bool isWanted = asked.Contains(name) || (defaults && isDefault) || all;
            if (isWanted)
                write(report, context.Engine);
        }

        context.Reply.Verbatim(report.ToString(), "txt"u8);
    }
}
