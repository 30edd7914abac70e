using System.Globalization;
using Redis.Fixtures.Resp;

namespace Conformance.Tests.Documents;

/// <summary>A reply as <c>redis-cli --no-raw</c> shows it in RESP2: elements on lines of their own, numbered.</summary>
internal static class RedisCliText
{
    public static string Of(RespValue value) => Of(value, indent: "");

    private static string Of(RespValue value, string indent) => value switch
    {
        { Type: RespType.Array, IsNull: false, Items.Count: 0 } => "(empty array)",
        { Type: RespType.Array, IsNull: false } => Elements(value.Items, indent),
        { IsNull: true } => "(nil)",
        { Type: RespType.SimpleString } => value.Text,
        _ => value.ToString(),
    };

    private static string Elements(IReadOnlyList<RespValue> items, string indent)
    {
        int width = items.Count.ToString(CultureInfo.InvariantCulture).Length;
        string inner = indent + new string(' ', width + 2);
        IEnumerable<string> lines = items.Select((item, index) =>
            $"{(index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width)}) {Of(item, inner)}");
        return string.Join("\n" + indent, lines);
    }
}
