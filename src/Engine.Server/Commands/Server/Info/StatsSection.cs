using System.Globalization;
using Engine.Server.Keyspace;

namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO stats, errorstats, commandstats and latencystats.</summary>
internal static class StatsSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        ServerStatistics server = engine.Statistics;
        KeyspaceStatistics keyspace = engine.Keyspace.Statistics;
        report.Section("Stats");
        report.Line("total_connections_received", server.ConnectionsReceived);
        report.Line("total_commands_processed", server.CommandsProcessed);
        report.Line("instantaneous_ops_per_sec", (long)server.Rates.CommandsPerSecond);
        report.Line("total_net_input_bytes", server.NetInputBytes);
        report.Line("total_net_output_bytes", server.NetOutputBytes);
        report.Line("total_net_repl_input_bytes", 0);
        report.Line("total_net_repl_output_bytes", 0);
        report.Line("instantaneous_input_kbps", server.Rates.InputBytesPerSecond / 1024, 2);
        report.Line("instantaneous_output_kbps", server.Rates.OutputBytesPerSecond / 1024, 2);
        report.Line("instantaneous_input_repl_kbps", 0, 2);
        report.Line("instantaneous_output_repl_kbps", 0, 2);
        report.Line("rejected_connections", server.ConnectionsRejected);
        report.Line("sync_full", 0);
        report.Line("sync_partial_ok", 0);
        report.Line("sync_partial_err", 0);
        report.Line("expired_keys", keyspace.ExpiredKeys);
        report.Line("expired_stale_perc", keyspace.ExpiredStalePercent, 2);
        report.Line("expired_time_cap_reached_count", keyspace.ExpireCyclesCutShort);
        report.Line("expire_cycle_cpu_milliseconds", keyspace.ExpireCycleMicroseconds / 1000);
        long exceeded = server.OverMaxMemorySince is { } since
            ? engine.Clock.Microseconds(since, engine.Clock.Timestamp()) : 0;
        report.Line("evicted_keys", keyspace.EvictedKeys);
        report.Line("evicted_clients", server.EvictedClients);
        report.Line("total_eviction_exceeded_time", (server.OverMaxMemoryMicroseconds + exceeded) / 1000);
        report.Line("current_eviction_exceeded_time", exceeded / 1000);
        report.Line("keyspace_hits", keyspace.Hits);
        report.Line("keyspace_misses", keyspace.Misses);
        report.Line("pubsub_channels", engine.PubSub.Channels.Count);
        report.Line("pubsub_patterns", engine.PubSub.Patterns.Count);
        report.Line("pubsubshard_channels", engine.PubSub.ShardChannels.Count);
        report.Line("latest_fork_usec", 0);
        report.Line("total_forks", 0);
        report.Line("migrate_cached_sockets", 0);
        report.Line("slave_expires_tracked_keys", 0);
        report.Line("active_defrag_hits", 0);
        report.Line("active_defrag_misses", 0);
        report.Line("active_defrag_key_hits", 0);
        report.Line("active_defrag_key_misses", 0);
        report.Line("total_active_defrag_time", 0);
        report.Line("current_active_defrag_time", 0);
        report.Line("tracking_total_keys", engine.Tracking.KeyCount);
        report.Line("tracking_total_items", engine.Tracking.ReaderCount);
        report.Line("tracking_total_prefixes", engine.Tracking.PrefixCount);
        report.Line("unexpected_error_replies", 0);
        report.Line("total_error_replies", server.ErrorReplies);
        report.Line("dump_payload_sanitizations", 0);
        report.Line("total_reads_processed", server.ReadsProcessed);
        report.Line("total_writes_processed", server.WritesProcessed);
        report.Line("io_threaded_reads_processed", 0);
        report.Line("io_threaded_writes_processed", 0);
        report.Line("reply_buffer_shrinks", 0);
        report.Line("reply_buffer_expands", 0);
        report.Line("client_output_buffer_limit_disconnections", server.OutputLimitDisconnections);
        report.Line("client_query_buffer_limit_disconnections", server.QueryLimitDisconnections);
    }

    public static void WriteErrors(InfoReport report, EngineState engine)
    {
        report.Section("Errorstats");
        foreach ((string code, long count) in
            engine.Statistics.Errors.OrderBy(error => error.Key, StringComparer.Ordinal))
            report.Line($"errorstat_{code}", $"count={count}");
    }

    public static void WriteCommands(InfoReport report, EngineState engine)
    {
        report.Section("Commandstats");
        foreach ((CommandSpec command, CommandStatistics statistics) in Used(engine))
        {
            double perCall = statistics.Calls == 0 ? 0 : (double)statistics.Microseconds / statistics.Calls;
            report.Line($"cmdstat_{command.FullName}", string.Create(
                CultureInfo.InvariantCulture,
                $"calls={statistics.Calls},usec={statistics.Microseconds},usec_per_call={perCall:F2},"
                + $"rejected_calls={statistics.Rejected},failed_calls={statistics.Failed}"));
        }
    }

    /// <summary>Percentiles in microseconds by command.</summary>
    public static void WriteLatencies(InfoReport report, EngineState engine)
    {
        report.Section("Latencystats");
        if (!engine.Options.LatencyTracking)
            return;
        foreach ((CommandSpec command, CommandStatistics statistics) in Used(engine))
        {
            if (!statistics.HasLatencies)
                continue;
            IEnumerable<string> percentiles = engine.Options.LatencyPercentiles.Select(
                percent => Percentile(percent, statistics.Latencies.Percentile(percent)));
            report.Line($"latency_percentiles_usec_{command.FullName}", string.Join(',', percentiles));
        }
    }

    private static string Percentile(double percent, long nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"p{percent:0.######}={nanoseconds / 1000.0:F3}");

    private static IEnumerable<(CommandSpec Command, CommandStatistics Statistics)> Used(EngineState engine) =>
        from command in CommandTable.All.SelectMany(command => command.Subcommands.Prepend(command))
        let statistics = engine.CommandStatistics[command.Index]
        where statistics.Calls > 0 || statistics.Rejected > 0 || statistics.Failed > 0
        select (command, statistics);
}
