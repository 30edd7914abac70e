namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO persistence of an engine that writes nothing to disk.</summary>
internal static class PersistenceSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        report.Section("Persistence");
        report.Line("loading", 0);
        report.Line("async_loading", 0);
        report.Line("current_cow_peak", 0);
        report.Line("current_cow_size", 0);
        report.Line("current_cow_size_age", 0);
        report.Line("current_fork_perc", 0, 2);
        report.Line("current_save_keys_processed", 0);
        report.Line("current_save_keys_total", 0);
        report.Line("rdb_changes_since_last_save", engine.Keyspace.Changes);
        report.Line("rdb_bgsave_in_progress", 0);
        report.Line("rdb_last_save_time", engine.Control.StartedAt / 1000);
        report.Line("rdb_last_bgsave_status", "ok");
        report.Line("rdb_last_bgsave_time_sec", -1);
        report.Line("rdb_current_bgsave_time_sec", -1);
        report.Line("rdb_saves", 0);
        report.Line("rdb_last_cow_size", 0);
        report.Line("rdb_last_load_keys_expired", 0);
        report.Line("rdb_last_load_keys_loaded", 0);
        report.Line("aof_enabled", 0);
        report.Line("aof_rewrite_in_progress", 0);
        report.Line("aof_rewrite_scheduled", 0);
        report.Line("aof_last_rewrite_time_sec", -1);
        report.Line("aof_current_rewrite_time_sec", -1);
        report.Line("aof_last_bgrewrite_status", "ok");
        report.Line("aof_rewrites", 0);
        report.Line("aof_rewrites_consecutive_failures", 0);
        report.Line("aof_last_write_status", "ok");
        report.Line("aof_last_cow_size", 0);
        report.Line("module_fork_in_progress", 0);
        report.Line("module_fork_last_cow_size", 0);
    }
}
