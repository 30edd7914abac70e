using System.Globalization;
using Engine.Server.DataTypes.Serialization;
using Redis.Fixtures.Differential;

namespace Engine.Server.Tests.Commands;

/// <summary>
/// Random commands on keys of all types, whose values change their type, place and form. No value becomes a hash table,
/// whose order is each server's own, so that dumps can be compared.
/// </summary>
internal static class MixedCommands
{
    private static readonly CommandTemplate[] s_fillers =
    [
        new(3, "SET {key} {text}"), new(3, "RPUSH {key} {text} {number}"), new(2, "LPUSH {key} {text}"),
        new(3, "SADD {key} {number} {number}"), new(3, "HSET {key} {field} {text}"),
        new(2, "HSET {key} {field} {number}"),
        new(4, "ZADD {key} {float} {text}"), new(1, "ZADD {key} {number} {text} {number} {field}"),
        new(1, "LPOP {key}"), new(1, "SREM {key} {number}"), new(1, "HDEL {key} {field}"), new(1, "ZREM {key} {text}"),
        new(1, "APPEND {key} {text}"), new(1, "INCR {key}"), new(1, "LTRIM {key} 0 5"),
        new(1, "ZREMRANGEBYRANK {key} 5 -1"),
    ];

    private static readonly CommandTemplate[] s_changes =
    [
        new(4, "COPY {key} {key} {|REPLACE}"), new(1, "COPY {key} {key} DB {db} {|REPLACE}"),
        new(3, "RENAME {key} {key}"),
        new(2, "RENAMENX {key} {key}"), new(1, "MOVE {key} {db}"), new(1, "SELECT {db}"), new(1, "SWAPDB 0 1"),
        new(2, "{DEL|UNLINK} {key}"), new(1, "EXPIRE {key} {seconds}"), new(1, "PERSIST {key}"),
        new(1, "PEXPIREAT {key} 1"), new(1, "FLUSHDB {|ASYNC|SYNC}"),
        new(5, "RESTORE {key} {0|0|{seconds}000} {dump} {|REPLACE|REPLACE|REPLACE IDLETIME 100|REPLACE ABSTTL}"),
        new(1, "RESTORE {key} 0 {text}"),
        new(3, "SORT {key} {|ALPHA|BY {key}*|BY nosort} {|DESC} {|LIMIT 0 3} {|GET #|GET {key}*} STORE {key}"),
    ];

    private static readonly CommandTemplate[] s_reads =
    [
        new(8, "DUMP {key}"), new(3, "OBJECT ENCODING {key}"), new(2, "TYPE {key}"), new(1, "EXISTS {key} {key}"),
        new(1, "TTL {key}"), new(2, "DEBUG DIGEST-VALUE {key} {key}"),
        new(4, "{SORT|SORT_RO} {key} {|ALPHA|BY {key}*|BY nosort} {|DESC} {|LIMIT 0 3} {|GET #|GET {key}*}"),
        new(1, "STRLEN {key}"), new(1, "LRANGE {key} 0 -1"), new(1, "SMEMBERS {key}"), new(1, "HGETALL {key}"),
        new(1, "ZRANGE {key} 0 -1 WITHSCORES"),
    ];

    public static RandomCommands All { get; } = Make([.. s_fillers, .. s_changes, .. s_reads]);

    public static RandomCommands Changes { get; } = Make([.. s_fillers, .. s_changes]);

    private static string[] Dumps { get; } = [.. MakeDumps()];

    private static RandomCommands Make(CommandTemplate[] templates) => new(templates)
    {
        Holes =
        {
            ["db"] = random => random.Next(2).ToString(CultureInfo.InvariantCulture),
            ["text"] = _ => "{a|abc|12|-5|1.5|\"two words\"|\"\\x00\\xff\"|0123456789012345678901234567890123456789}",
            ["number"] = random => random.Next(-5, 15).ToString(CultureInfo.InvariantCulture),
            ["dump"] = random => Dumps[random.Next(Dumps.Length)],
        },
    };

    private static IEnumerable<string> MakeDumps()
    {
        yield return Quoted(SerializedType.String, writer => writer.Text("restored"u8));
        yield return Quoted(SerializedType.String, writer => writer.Integer(17));
        yield return Quoted(SerializedType.Set, writer =>
        {
            writer.Length(2);
            writer.Integer(3);
            writer.Integer(-1);
        });
        yield return Quoted(SerializedType.List, writer =>
        {
            writer.Length(2);
            writer.Text("first"u8);
            writer.Integer(2);
        });
        yield return Quoted(SerializedType.Hash, writer =>
        {
            writer.Length(1);
            writer.Text("field1"u8);
            writer.Text("value"u8);
        });
        yield return Quoted(SerializedType.SortedSet, writer =>
        {
            writer.Length(2);
            writer.Text("b"u8);
            writer.Double(1.5);
            writer.Text("a"u8);
            writer.Double(-3);
        });
    }

    private static string Quoted(SerializedType type, Action<ValueWriter> write)
    {
        var writer = new ValueWriter();
        writer.Type(type);
        write(writer);
        DumpPayload.Close(writer);
        return $"\"{string.Concat(writer.Written.ToArray().Select(value => $"\\x{value:x2}"))}\"";
    }
}
