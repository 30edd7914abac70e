using System.Globalization;
using System.Runtime.InteropServices;

namespace Engine.Server.Commands.Server.Info;

/// <summary>
/// INFO server. Clients see the version of Redis that the engine is compatible with; its own name and version stand
/// beside it.
/// </summary>
internal static class ServerSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        IEngineControl control = engine.Control;
        long uptime = (engine.Clock.Now - control.StartedAt) / 1000;
        report.Section("Server");
        report.Line("redis_version", control.RedisVersion);
        report.Line("engine_name", "Engine.Server");
        report.Line("engine_version", control.EngineVersion);
        report.Line("redis_git_sha1", "00000000");
        report.Line("redis_git_dirty", 0);
        report.Line("redis_build_id", "0");
        report.Line("redis_mode", "standalone");
        string architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        report.Line("os", $"{RuntimeInformation.OSDescription} {architecture}");
        report.Line("arch_bits", IntPtr.Size * 8);
        report.Line("monotonic_clock", "TimeProvider");
        report.Line("multiplexing_api", control.MultiplexingApi);
        report.Line("atomicvar_api", "none");
        report.Line("gcc_version", "0.0.0");
        report.Line("process_id", Environment.ProcessId);
        report.Line("process_supervised", "no");
        report.Line("run_id", control.RunId);
        report.Line("tcp_port", control.Port != 0 ? control.Port : control.TlsPort);
        report.Line("server_time_usec", engine.Clock.ReadMicroseconds());
        report.Line("uptime_in_seconds", uptime);
        report.Line("uptime_in_days", uptime / (24 * 60 * 60));
        report.Line("hz", engine.Options.Hertz);
        report.Line("configured_hz", engine.Options.Hertz);
        report.Line("lru_clock", engine.Keyspace.AccessClock.ToString(CultureInfo.InvariantCulture));
        report.Line("executable", Environment.ProcessPath ?? "");
        report.Line("config_file", engine.Options.ConfigFile);
        report.Line("io_threads_active", 0);
    }
}
