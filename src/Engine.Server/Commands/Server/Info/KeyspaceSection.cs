using Engine.Server.Keyspace;

namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO keyspace: the databases that have keys.</summary>
internal static class KeyspaceSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        report.Section("Keyspace");
        for (int i = 0; i < engine.Keyspace.DatabaseCount; i++)
        {
            Database database = engine.Keyspace[i];
            if (database.Count == 0)
                continue;
            report.Line(
                $"db{i}",
                $"keys={database.Count},expires={database.ExpiringCount},avg_ttl={database.AverageTimeToLive}");
        }
    }
}
