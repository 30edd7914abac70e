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
    }
}
