using System.Text;

namespace Redis.Fixtures.Resp;

/// <summary>One argument of a line; whether it was quoted matters to whoever gives bare words a meaning.</summary>
public readonly record struct CommandLineArgument(ReadOnlyMemory<byte> Bytes, bool IsQuoted)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
