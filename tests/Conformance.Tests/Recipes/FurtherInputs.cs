using System.Reflection;
using Patterns.Core.Scripting;

namespace Conformance.Tests.Recipes;

/// <summary>Inputs for scripts that no walk runs, because they want some time to pass.</summary>
internal static class FurtherInputs
{
    private const string Entry = "further entry";
    private const string Token = "12345678";

    /// <summary>
    /// Version, kind, flags (its expiry slides), and so on to the header's end; then a window and its end.
    /// </summary>
    private const string SlidingEntry =
        "\x02\0\x20\0" + Token + "\0\0\0\0\0\0\0\0" + "\0\0\0\0" + "\0\0\0\0"
        + "\0\0\0\0\0\0\x27\x10" + "\0\x06\x7f\0\0\0\0\0" + "value";

    public static IEnumerable<RecordedRun> All(string time) =>
        from run in Caching().Concat(RateLimiting()).Concat(Leaderboards()).Concat(Queues())
        select new RecordedRun(time, run.Source, run.Arguments);

    private static IEnumerable<(string Source, string[] Arguments)> Caching()
    {
        string Read(string name) => SourceOf("Patterns.Caching", name, "entries");

        yield return (Read("lease_entry"), ["1", Entry, Token, "", "0", "10000", "20000", "0"]);
        yield return (Read("lease_entry"), ["1", Entry, "another1", "", "0", "10000", "20000", "1"]);
        yield return (Read("renew_lease"), ["1", Entry, Token, "10000", "20000"]);
        yield return (Read("renew_lease"), ["1", Entry, "another1", "10000", "20000"]);
        yield return (Read("release_lease"), ["1", Entry, "another1", "0", "channel", "message"]);
        yield return (Read("release_lease"), ["1", Entry, Token, "0", "channel", "message"]);
        yield return (Read("touch_entry"), ["1", Entry]);
        yield return ("return redis.call('SET', KEYS[1], ARGV[1], 'PX', 30000)", ["1", Entry, SlidingEntry]);
        yield return (Read("touch_entry"), ["1", Entry]);
    }

    private static IEnumerable<(string Source, string[] Arguments)> RateLimiting()
    {
        string Read(string name) => SourceOf("Patterns.RateLimiting", name, "leases");

        yield return (Read("acquire_concurrency"), ["2", "leases", "block", "token", "2", "5", "30000000"]);
        yield return (Read("renew_concurrency"), ["1", "leases", "40000000", "token:2", "lost:1"]);
    }

    private static IEnumerable<(string Source, string[] Arguments)> Leaderboards()
    {
        string submit = SourceOf("Patterns.Leaderboards", "submit_shard");
        string remove = SourceOf("Patterns.Leaderboards", "remove_shard");

        string[] Submit(string elsewhere, string removals)
            => ["2", "shard", "removals", "1", "increment", "member", "5.5", elsewhere, removals];

        yield return (submit, Submit("", "?"));
        yield return (remove, ["2", "shard", "removals", "member", "30"]);
        yield return (submit, Submit("1", "0"));
        yield return (submit, Submit("1", "1"));
        yield return (remove, ["2", "shard", "removals", "member", "30"]);
        yield return (submit, ["2", "shard", "removals", "1", "keep", "member", "0", "", "2"]);
        yield return (submit, Submit("", ""));
        yield return (remove, ["2", "shard", "removals", "", "30"]);
    }

    private static IEnumerable<(string Source, string[] Arguments)> Queues()
    {
        const string deliver = """
            for lane = 1, 3 do
              redis.call('XADD', KEYS[lane], '1-1', 'field', 'value')
              redis.call('XGROUP', 'CREATE', KEYS[lane], 'group', '0')
              redis.call('XREADGROUP', 'GROUP', 'group', 'worker', 'STREAMS', KEYS[lane], '>')
            end
            """;
        string[] keys = ["12", .. Enumerable.Range(1, 12).Select(number => $"queue {number}")];

        yield return ("return redis.call('RPUSH', KEYS[1], 'c', 'b', 'known', 'a')", ["1", "processing"]);
        yield return (SourceOf("Patterns.Queues", "put_back_to_list"), ["2", "list", "processing", "known"]);
        yield return (deliver, keys);
        yield return (SourceOf("Patterns.Queues", "renew_all", "queue"), [.. keys, "group"]);
        yield return (SourceOf("Patterns.Queues", "reserve", "queue"), [.. keys, "2", "1000"]);
        yield return (SourceOf("Patterns.Queues", "reserve", "queue"), [.. keys, "2", "1000"]);
    }

    private static string SourceOf(string package, string name, params string[] parts) =>
        RedisScript.FromResource(Assembly.Load(package), name, parts).Text;
}
