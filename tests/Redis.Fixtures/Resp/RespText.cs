using System.Globalization;
using System.Text;

namespace Redis.Fixtures.Resp;

/// <summary>
/// Bytes as readable text, in the escapes of redis-cli, so that a failure can be pasted back into a script.
/// </summary>
public static class RespText
{
    public static string Quote(ReadOnlySpan<byte> bytes) => $"\"{Escape(bytes)}\"";

    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte value in bytes)
        {
            _ = value switch
            {
                (byte)'"' => text.Append("\\\""),
                (byte)'\\' => text.Append("\\\\"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                >= 0x20 and < 0x7f => text.Append((char)value),
                _ => text.Append("\\x").Append(value.ToString("x2", CultureInfo.InvariantCulture)),
            };
        }

        return text.ToString();
    }
}
