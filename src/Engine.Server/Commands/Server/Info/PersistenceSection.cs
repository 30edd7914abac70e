using Engine.Server.Commands.Persistence;

namespace Engine.Server.Commands.Server.Info;

/// <summary>
/// INFO persistence. No process is forked and no page copied, so what tells of that is always 0.
/// </summary>
internal static class PersistenceSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        PersistenceFigures figures = engine.Persistence.Figures;
        bool isBusy = figures.IsSaving || figures.IsRewriting;
        double share = figures.KeysTotal == 0 ? 0 : 100.0 * figures.KeysProcessed / figures.KeysTotal;
        report.Section("Persistence");
        report.Line("loading", engine.Persistence.IsLoading ? 1 : 0);
        report.Line("async_loading", 0);
        report.Line("current_cow_peak", 0);
        report.Line("current_cow_size", 0);
        report.Line("current_cow_size_age", 0);
        report.Line("current_fork_perc", isBusy ? share : 0, 2);
        report.Line("current_save_keys_processed", isBusy ? figures.KeysProcessed : 0);
        report.Line("current_save_keys_total", isBusy ? figures.KeysTotal : 0);
        report.Line("rdb_changes_since_last_save", figures.ChangesSinceSave);
        report.Line("rdb_bgsave_in_progress", figures.IsSaving ? 1 : 0);
        report.Line("rdb_last_save_time", engine.Persistence.LastSave);
        report.Line("rdb_last_bgsave_status", figures.HasSaveFailed ? "err" : "ok");
        report.Line("rdb_last_bgsave_time_sec", figures.LastSaveSeconds);
        report.Line("rdb_current_bgsave_time_sec", figures.CurrentSaveSeconds);
        report.Line("rdb_saves", figures.Saves);
        report.Line("rdb_last_cow_size", 0);
        report.Line("rdb_last_load_keys_expired", figures.KeysExpiredAtLoad);
        report.Line("rdb_last_load_keys_loaded", figures.KeysLoaded);
        WriteLog(report, figures);
        report.Line("module_fork_in_progress", 0);
        report.Line("module_fork_last_cow_size", 0);
        if (figures.IsAppending)
            WriteAppending(report, figures);
        if (engine.Persistence.IsLoading)
            WriteLoading(report, figures);
    }

    private static void WriteLog(InfoReport report, PersistenceFigures figures)
    {
        report.Line("aof_enabled", figures.IsAppending ? 1 : 0);
        report.Line("aof_rewrite_in_progress", figures.IsRewriting ? 1 : 0);
        report.Line("aof_rewrite_scheduled", figures.IsRewriteScheduled ? 1 : 0);
        report.Line("aof_last_rewrite_time_sec", figures.LastRewriteSeconds);
        report.Line("aof_current_rewrite_time_sec", figures.CurrentRewriteSeconds);
        report.Line("aof_last_bgrewrite_status", figures.HasRewriteFailed ? "err" : "ok");
        report.Line("aof_rewrites", figures.Rewrites);
        report.Line("aof_rewrites_consecutive_failures", figures.RewritesFailedInARow);
        report.Line("aof_last_write_status", figures.HasAppendFailed ? "err" : "ok");
        report.Line("aof_last_cow_size", 0);
    }

    private static void WriteAppending(InfoReport report, PersistenceFigures figures)
    {
        report.Line("aof_current_size", figures.LogBytes);
        report.Line("aof_base_size", figures.BaseBytes);
        report.Line("aof_pending_rewrite", figures.IsRewriteScheduled ? 1 : 0);
        report.Line("aof_buffer_length", figures.UnwrittenBytes);
        report.Line("aof_pending_bio_fsync", figures.IsSyncing ? 1 : 0);
        report.Line("aof_delayed_fsync", figures.DelayedSyncs);
    }

    private static void WriteLoading(InfoReport report, PersistenceFigures figures)
    {
        double share = figures.LoadTotalBytes == 0 ? 0 : 100.0 * figures.LoadedBytes / figures.LoadTotalBytes;
        report.Line("loading_start_time", figures.LoadStartedAt);
        report.Line("loading_total_bytes", figures.LoadTotalBytes);
        report.Line("loading_rdb_used_mem", 0);
        report.Line("loading_loaded_bytes", figures.LoadedBytes);
        report.Line("loading_loaded_perc", share, 2);
        report.Line("loading_eta_seconds", figures.LoadEtaSeconds);
    }
}
