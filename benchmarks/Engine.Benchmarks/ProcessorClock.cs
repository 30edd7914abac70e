using System.Runtime.InteropServices;

namespace Engine.Benchmarks;

/// <summary>
/// The processor's time that a process has taken, in user and kernel mode, over all threads, those that have ended as
/// well. The kernel counts it in nanoseconds; <c>/proc</c> tells it in hundredths of a second only.
/// </summary>
internal static partial class ProcessorClock
{
    // How Linux makes a clock's id from a process's: the process's bits inverted, then the clock of the scheduler.
    private const int SchedulerClock = 2;
    private const int ClockBits = 3;

    public static TimeSpan Of(int process)
    {
        if (GetTime((~process << ClockBits) | SchedulerClock, out Timespec time) != 0)
        {
            throw new InvalidOperationException(
                $"Process {process} has no clock: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
