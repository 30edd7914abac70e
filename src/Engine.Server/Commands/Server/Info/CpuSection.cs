using System.Globalization;

namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO cpu, of the whole process.</summary>
internal static class CpuSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        Environment.ProcessCpuUsage usage = Environment.CpuUsage;
        report.Section("CPU");
        report.Line("used_cpu_sys", usage.PrivilegedTime.TotalSeconds, 6);
        report.Line("used_cpu_user", usage.UserTime.TotalSeconds, 6);
        report.Line("used_cpu_sys_children", 0, 6);
        report.Line("used_cpu_user_children", 0, 6);
        if (OperatingSystem.IsLinux())
            WriteThread(report);
    }

    /// <summary>INFO runs on the engine's thread, which is Redis's main thread.</summary>
    private static void WriteThread(InfoReport report)
    {
        const double TicksPerSecond = 100;
        const int UserTime = 11;
        string line = File.ReadAllText("/proc/thread-self/stat");
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        report.Line("used_cpu_sys_main_thread", Seconds(fields[UserTime + 1]), 6);
        report.Line("used_cpu_user_main_thread", Seconds(fields[UserTime]), 6);

        static double Seconds(string ticks) => long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond;
    }
}
