using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Engine.Cli;

/// <summary>
/// Writes log lines as redis-server does, <c>PID:M 21 Nov 2026 10:00:00.000 * text</c>, for tools that read or wait for
/// them.
/// </summary>
internal sealed class RedisLogger(string path, Func<string> minimum) : ILogger, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TextWriter _output = path.Length == 0
        ? Console.Out
        : new StreamWriter(path, append: true) { AutoFlush = true };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum() switch
    {
        "debug" => LogLevel.Trace,
        "verbose" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            WriteLine(logLevel, formatter(state, exception), exception);
    }

    /// <summary>
    /// Writes what the process itself says. The methods that LoggerMessage generates would have to be compiled before
    /// the engine can answer its first client.
    /// </summary>
    public void Write(LogLevel logLevel, string text, Exception? exception = null)
    {
        if (IsEnabled(logLevel))
            WriteLine(logLevel, text, exception);
    }

    public void Dispose()
    {
        if (path.Length > 0)
            _output.Dispose();
    }

    private void WriteLine(LogLevel logLevel, string text, Exception? exception)
    {
        string time =
            TimeProvider.System.GetLocalNow().ToString("dd MMM yyyy HH:mm:ss.fff", CultureInfo.InvariantCulture);
        string line = $"{Environment.ProcessId}:M {time} {Mark(logLevel)} {text}";
        lock (_gate)
        {
            _output.WriteLine(line);
            if (exception is not null)
                _output.WriteLine(exception);
        }
    }

    private static char Mark(LogLevel level) => level switch
    {
        LogLevel.Trace => '.',
        LogLevel.Debug => '-',
        LogLevel.Information => '*',
        _ => '#',
    };
}
