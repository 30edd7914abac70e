using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Patterns.Fixtures;

/// <summary>Keeps the log lines of one test.</summary>
/// <typeparam name="TCategory">Whose lines.</typeparam>
public sealed class RecordingLogger<TCategory> : ILogger<TCategory>
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = new();

    public IReadOnlyList<string> this[int id] => [.. _lines.Where(line => line.Id == id).Select(line => line.Text)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
        => _lines.Enqueue((eventId.Id, formatter(state, exception)));
}
