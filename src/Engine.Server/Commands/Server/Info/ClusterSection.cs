namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO cluster.</summary>
internal static class ClusterSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        report.Section("Cluster");
        report.Line("cluster_enabled", 0);
    }
}
