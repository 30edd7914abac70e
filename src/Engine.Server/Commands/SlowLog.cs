using System.Text;
using Engine.Server.Sessions;

namespace Engine.Server.Commands;

/// <summary>
/// The commands that took longest lately, newest first. Long requests are kept in part, as Redis keeps them.
/// </summary>
internal sealed class SlowLog
{
    private const int ArgumentsKept = 32;
    private const int BytesKept = 128;

    private readonly LinkedList<SlowLogEntry> _entries = new();
    private long _nextId;

    public IReadOnlyCollection<SlowLogEntry> Entries => _entries;

    public void Add(in CommandContext context, long unixSeconds, long microseconds, long maxLength)
    {
        Session session = context.Session;
        _entries.AddFirst(new SlowLogEntry(
            _nextId++, unixSeconds, microseconds, Shorten(context), session.Link.RemoteAddress, session.Name));
        Trim(maxLength);
    }

    public void Trim(long maxLength)
    {
        while (_entries.Count > maxLength)
            _entries.RemoveLast();
    }

    public void Clear() => _entries.Clear();

    private static byte[][] Shorten(in CommandContext context)
    {
        var arguments = new byte[Math.Min(context.Count, ArgumentsKept)][];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = context.IsSecret(i) ? "(redacted)"u8.ToArray() : Shorten(context[i]);
        if (context.Count > ArgumentsKept)
            arguments[^1] = Encoding.ASCII.GetBytes($"... ({context.Count - ArgumentsKept + 1} more arguments)");
        return arguments;
    }

    private static byte[] Shorten(ReadOnlySpan<byte> argument) => argument.Length <= BytesKept
        ? argument.ToArray()
        : [.. argument[..BytesKept], .. Encoding.ASCII.GetBytes($"... ({argument.Length - BytesKept} more bytes)")];
}

/// <summary>One slow command.</summary>
internal sealed record SlowLogEntry(
    long Id, long UnixSeconds, long Microseconds, byte[][] Arguments, string ClientAddress, string ClientName);
