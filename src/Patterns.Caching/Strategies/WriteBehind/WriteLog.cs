using System.Globalization;
using Patterns.Caching.Backplane;
using Patterns.Caching.Entries;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>The log of accepted writes in Redis, a stream for each part, with what goes with it. All keys of a part and
/// the entries of its names share a slot.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="announcer">Tells other processes of changes.</param>
/// <param name="options">The options of the log.</param>
internal sealed class WriteLog(RedisGate redis, CacheKeys keys, Announcer announcer, WriteBehindOptions options)
{
    private readonly long _most = (options.MaxPending + options.Partitions - 1) / options.Partitions;
    private readonly long _leaseMilliseconds = (long)options.LeaseTime.TotalMilliseconds;

    public int Partitions => options.Partitions;

    /// <summary>The part of a name; the same in every process.</summary>
    public int PartitionOf(string name)
    {
        // FNV-1a: the framework's hash codes differ between processes.
        uint hash = 2166136261;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)(hash % (uint)options.Partitions);
    }

    /// <summary>The name of an entry in the cache: it begins with the part's hash tag.</summary>
    public string EntryNameOf(string name) => $"{TagOf(PartitionOf(name))}{name}";

    /// <summary>Takes a write. One round trip.</summary>
    public async ValueTask<WriteBehindOutcome> AcceptAsync(
        string name, ReadOnlyMemory<byte> key, EncodedEntry entry, CancellationToken cancellationToken)
    {
        int partition = PartitionOf(name);
        string entryName = EntryNameOf(name);
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    WriteBehindScripts.Accept,
                    [keys.Entry(entryName), Log(partition), Pending(partition), Dead(partition)],
                    [
                        entry.Bytes,
                        entry.KeptForMilliseconds,
                        .. Announcement(entryName),
                        name,
                        key,
                        _most,
                    ]),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure != RedisFailure.None
            ? WriteBehindOutcome.Unconfirmed
            : (bool)reply.Value! ? WriteBehindOutcome.Accepted : WriteBehindOutcome.Full;
    }

    /// <summary>What was written last under names of one part and is still pending. One round trip.</summary>
    /// <returns>For each name its entry, or null; nothing when Redis failed.</returns>
    public async ValueTask<byte[]?[]?> ReadPendingAsync(
        int partition, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    WriteBehindScripts.ReadPending,
                    [Log(partition), Pending(partition)],
                    [.. names.Select(name => (RedisValue)name)]),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None ? (byte[]?[])reply.Value! : null;
    }

    /// <summary>Takes a part or keeps it, and reads the next writes. One round trip.</summary>
    /// <param name="partition">The part.</param>
    /// <param name="worker">Who asks.</param>
    /// <param name="after">The id of the last write that was read; null to begin.</param>
    /// <param name="count">How many to read at most.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What was found; null when Redis failed.</returns>
    public async ValueTask<FetchedWrites?> FetchAsync(
        int partition, string worker, string? after, int count, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    WriteBehindScripts.Fetch,
                    [Owner(partition), Log(partition)],
                    [worker, _leaseMilliseconds, after is null ? "-" : $"({after}", count]),
                cancellationToken)
            .ConfigureAwait(false);
        if (reply.Failure != RedisFailure.None)
        {
            return null;
        }

        RedisResult found = reply.Value!;
        return (bool)found[0]
            ? new FetchedWrites(
                true, TimeSpan.Zero, (long)found[1], (long)found[2], [.. ((RedisResult[])found[3]!).Select(Read)])
            : new FetchedWrites(false, TimeSpan.FromMilliseconds((long)found[1]), 0, 0, []);
    }

    /// <summary>Takes writes out of a part that the source has. One round trip.</summary>
    /// <returns>Whether they are out.</returns>
    public ValueTask<bool> SettleAsync(int partition, string worker, IReadOnlyList<LoggedWrite> writes)
        => RunAsync(
            WriteBehindScripts.Settle,
            [Owner(partition), Log(partition), Pending(partition)],
            [worker, _leaseMilliseconds, .. writes.SelectMany(write => new RedisValue[] { write.Id, write.Name })]);

    /// <summary>Keeps a part. One round trip.</summary>
    /// <returns>Whether it is still the worker's; null when Redis failed.</returns>
    public async ValueTask<bool?> HoldAsync(int partition, string worker, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(WriteBehindScripts.Hold, [Owner(partition)], [worker, _leaseMilliseconds]),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None ? (bool)reply.Value! : null;
    }

    /// <summary>Gives a part back. One round trip.</summary>
    public async ValueTask ReleaseAsync(int partition, string worker)
        => await RunAsync(WriteBehindScripts.Hold, [Owner(partition)], [worker, 0]).ConfigureAwait(false);

    /// <summary>Counts failures of writes. One round trip.</summary>
    /// <returns>How often each has failed; nothing when that is not known.</returns>
    public async ValueTask<int[]> CountFailuresAsync(
        int partition, string worker, IReadOnlyList<LoggedWrite> writes)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(
                new ScriptCall(
                    WriteBehindScripts.CountFailures,
                    [Owner(partition), Pending(partition)],
                    [worker, .. writes.Select(write => (RedisValue)write.Id)]),
                CancellationToken.None)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None ? (int[])reply.Value! : [];
    }

    /// <summary>Gives a write up. One round trip.</summary>
    /// <returns>Whether it is among the dead writes now.</returns>
    public ValueTask<bool> BuryAsync(int partition, string worker, LoggedWrite write, string reason, string error)
    {
        string entryName = EntryNameOf(write.Name);
        return RunAsync(
            WriteBehindScripts.Bury,
            [Owner(partition), Log(partition), Pending(partition), Dead(partition), keys.Entry(entryName)],
            [worker, write.Id, write.Name, reason, error, .. Announcement(entryName)]);
    }

    /// <summary>The dead writes of a part, oldest first. One round trip.</summary>
    public ValueTask<RedisReply<StreamEntry[]>> ListDeadAsync(
        int partition, string? after, int count, CancellationToken cancellationToken)
        => redis.CallAsync(
            "XRANGE",
            static (database, range) => database.StreamRangeAsync(range.Key, range.From, count: range.Count),
            (Key: Dead(partition), From: (RedisValue)(after is null ? "-" : $"({after}"), Count: count),
            cancellationToken);

    /// <summary>Puts a dead write into its part again. One round trip.</summary>
    public ValueTask<RedisReply<RedisResult>> ReplayAsync(
        string id, string name, CancellationToken cancellationToken)
    {
        int partition = PartitionOf(name);
        string entryName = EntryNameOf(name);
        return redis.EvaluateAsync(
            new ScriptCall(
                WriteBehindScripts.Replay,
                [Log(partition), Pending(partition), Dead(partition), keys.Entry(entryName)],
                [id, name, .. Announcement(entryName)]),
            cancellationToken);
    }

    /// <summary>Deletes a dead write. One round trip.</summary>
    public ValueTask<RedisReply<long>> DeleteDeadAsync(int partition, string id, CancellationToken cancellationToken)
        => redis.CallAsync(
            "XDEL",
            static (database, dead) => database.StreamDeleteAsync(dead.Key, [dead.Id]),
            (Key: Dead(partition), Id: (RedisValue)id),
            cancellationToken);

    /// <summary>How many writes wait in a part. One round trip.</summary>
    public ValueTask<RedisReply<long>> CountAsync(int partition, CancellationToken cancellationToken)
        => redis.CallAsync(
            "XLEN", static (database, key) => database.StreamLengthAsync(key), Log(partition), cancellationToken);

    /// <summary>Reads a stream's entry.</summary>
    public static LoggedWrite Read(string id, IEnumerable<NameValueEntry> fields)
    {
        Dictionary<string, RedisValue> values =
            fields.ToDictionary(field => (string)field.Name!, field => field.Value, StringComparer.Ordinal);
        return new LoggedWrite(
            id,
            long.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture),
            values["n"]!,
            values["k"],
            values["e"],
            (long)values["v"]);
    }

    private static LoggedWrite Read(RedisResult entry)
        => Read(
            (string)entry[0]!,
            ((RedisValue[])entry[1]!).Chunk(2).Select(field => new NameValueEntry(field[0], field[1])));

    private RedisValue[] Announcement(string entryName) =>
    [
        keys.ChannelName,
        CacheMessage.WakeUp(entryName).ToBytes(),
        announcer.Next(CacheMessageKind.EntryChanged, entryName),
    ];

    private async ValueTask<bool> RunAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments)
    {
        RedisReply<RedisResult> reply = await redis
            .EvaluateAsync(new ScriptCall(script, scriptKeys, arguments), CancellationToken.None)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None && (bool)reply.Value!;
    }

    private string TagOf(int partition) => $"{{{options.Name}:{partition}}}";

    private RedisKey Log(int partition) => keys.Write($"{TagOf(partition)}:log");

    private RedisKey Pending(int partition) => keys.Write($"{TagOf(partition)}:pending");

    private RedisKey Dead(int partition) => keys.Write($"{TagOf(partition)}:dead");

    private RedisKey Owner(int partition) => keys.Write($"{TagOf(partition)}:owner");
}
