using Engine.Server.Commands.Scripting;
using Engine.Server.Configuration;

namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO memory: what keys and values take is exact; what the process takes besides is the runtime's.</summary>
internal static class MemorySection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        MemoryFigures figures = MemoryFigures.Of(engine);
        report.Section("Memory");
        report.Bytes("used_memory", figures.Used);
        report.Bytes("used_memory_rss", figures.Resident);
        report.Bytes("used_memory_peak", figures.Peak);
        report.Line("used_memory_peak_perc", Percent(figures.Used, figures.Peak));
        report.Line("used_memory_overhead", figures.Overhead);
        report.Line("used_memory_startup", 0);
        report.Line("used_memory_dataset", figures.Dataset);
        report.Line("used_memory_dataset_perc", Percent(figures.Dataset, figures.Used));
        report.Line("allocator_allocated", figures.Used);
        report.Line("allocator_active", figures.Reserved);
        report.Line("allocator_resident", figures.Reserved);
        report.Bytes("total_system_memory", figures.System);
        WriteScripts(report, engine);
        report.Bytes("maxmemory", engine.Options.MaxMemory);
        report.Line("maxmemory_policy", MemoryParameters.NameOf(engine.Options.MaxMemoryPolicy));
        report.Line("allocator_frag_ratio", Ratio(figures.Reserved, figures.Dataset), 2);
        report.Line("allocator_frag_bytes", figures.Reserved - figures.Dataset);
        report.Line("allocator_rss_ratio", 1, 2);
        report.Line("allocator_rss_bytes", 0);
        report.Line("rss_overhead_ratio", Ratio(figures.Resident, figures.Reserved), 2);
        report.Line("rss_overhead_bytes", figures.Resident - figures.Reserved);
        report.Line("mem_fragmentation_ratio", Ratio(figures.Resident, figures.Used), 2);
        report.Line("mem_fragmentation_bytes", figures.Resident - figures.Used);
        report.Line("mem_not_counted_for_evict", 0);
        report.Line("mem_replication_backlog", 0);
        report.Line("mem_total_replication_buffers", 0);
        report.Line("mem_clients_slaves", 0);
        report.Line("mem_clients_normal", figures.Clients);
        report.Line("mem_cluster_links", 0);
        report.Line("mem_aof_buffer", 0);
        report.Line("mem_allocator", "pages");
        report.Line("active_defrag_running", 0);
        report.Line("lazyfree_pending_objects", engine.Keyspace.Unreclaimed);
        report.Line("lazyfreed_objects", engine.Keyspace.Statistics.LazilyFreed);
    }

    /// <summary>
    /// Sources of scripts and libraries; what Lua makes of them belongs to the runtime's own memory.
    /// </summary>
    private static void WriteScripts(InfoReport report, EngineState engine)
    {
        IReadOnlyCollection<FunctionLibrary> libraries = engine.Functions.Libraries;
        long scripts = engine.Scripts.ScriptBytes;
        long functions = libraries.Sum(library => (long)library.Code.Length);
        report.Line("used_memory_lua", 0);
        report.Line("used_memory_vm_eval", 0);
        report.Line("used_memory_lua_human", InfoReport.Human(0));
        report.Line("used_memory_scripts_eval", scripts);
        report.Line("number_of_cached_scripts", engine.Scripts.ScriptCount);
        report.Line("number_of_functions", libraries.Sum(library => library.Functions.Count));
        report.Line("number_of_libraries", libraries.Count);
        report.Line("used_memory_vm_functions", 0);
        report.Bytes("used_memory_vm_total", 0);
        report.Line("used_memory_functions", functions);
        report.Bytes("used_memory_scripts", scripts + functions);
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private static string Percent(long part, long whole) =>
        (Ratio(part, whole) * 100).ToString("F2", System.Globalization.CultureInfo.InvariantCulture) + "%";
}
