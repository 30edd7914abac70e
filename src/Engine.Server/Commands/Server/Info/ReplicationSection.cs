namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO replication of a primary without replicas.</summary>
internal static class ReplicationSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        report.Section("Replication");
        report.Line("role", "master");
        report.Line("connected_slaves", 0);
        if (engine.Options.LacksReplicas)
            report.Line("min_slaves_good_slaves", 0);
        report.Line("master_failover_state", "no-failover");
        report.Line("master_replid", engine.ReplicationId);
        report.Line("master_replid2", new string('0', 40));
        report.Line("master_repl_offset", 0);
        report.Line("second_repl_offset", -1);
        report.Line("repl_backlog_active", 0);
        report.Line("repl_backlog_size", 1024 * 1024);
        report.Line("repl_backlog_first_byte_offset", 0);
        report.Line("repl_backlog_histlen", 0);
    }
}
