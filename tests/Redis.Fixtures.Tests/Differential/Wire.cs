using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Tests.Differential;

/// <summary>Replies as a server would send them.</summary>
internal static class Wire
{
    public const string Null = "$-1\r\n";

    public static string Bulk(string text) => $"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n";

    public static string Line(string text) => $"+{text}\r\n";

    public static string Number(long value) => $":{value}\r\n";

    public static string Array(params string[] items) => $"*{items.Length}\r\n{string.Concat(items)}";

    public static string Map(params string[] items) => $"%{items.Length / 2}\r\n{string.Concat(items)}";

    public static string Set(params string[] items) => $"~{items.Length}\r\n{string.Concat(items)}";

    public static string Bulks(params string[] texts) => Array([.. texts.Select(Bulk)]);

    public static RespValue Parse(string wire) => RespParser.Parse(Encoding.UTF8.GetBytes(wire));
}
