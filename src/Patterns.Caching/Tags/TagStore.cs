using Patterns.Caching.Backplane;
using Patterns.Caching.Leases;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Caching.Tags;

/// <summary>The versions of tags in Redis. An entry keeps the versions that its tags had before its source was read,
/// and is valid while none of them has been raised since.</summary>
/// <param name="redis">The way to Redis.</param>
/// <param name="keys">The keys of the cache.</param>
/// <param name="announcer">Tells other processes.</param>
internal sealed class TagStore(RedisGate redis, CacheKeys keys, Announcer announcer)
{
    // An entry that outlives its tags becomes a miss; what is cached for longer than this is read anew once a month.
    private static readonly long _known = (long)TimeSpan.FromDays(30).TotalMilliseconds;

    private const int MaxSets = 64;

    /// <summary>The versions of tags before a fill. One round trip for all.</summary>
    /// <returns>The versions; null when Redis failed.</returns>
    public async ValueTask<TagVersions?> CaptureAsync(string[] tags, CancellationToken cancellationToken)
    {
        var calls = new Task<RedisReply<RedisResult>>[tags.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            calls[i] = redis
                .EvaluateAsync(
                    new ScriptCall(CacheScripts.CaptureTag, [keys.Tag(tags[i])], [_known]), cancellationToken)
                .AsTask();
        }

        RedisReply<RedisResult>[] replies = await Task.WhenAll(calls).ConfigureAwait(false);
        return Array.Exists(replies, reply => reply.Failure != RedisFailure.None)
            ? null
            : new TagVersions(tags, Array.ConvertAll(replies, reply => (long)reply.Value!));
    }

    /// <summary>Asks for the versions of tags that an entry probably has, before it is read, so that both are one round
    /// trip.</summary>
    public TagQuestion? Ask(string[] tags, CancellationToken cancellationToken)
        => tags.Length == 0
            ? null
            : new TagQuestion(tags, Array.ConvertAll(tags, tag => AskAsync(tag, cancellationToken)));

    /// <summary>Whether an entry with these tags is still valid. One round trip for all that nobody has asked for
    /// yet.</summary>
    /// <returns>Null when Redis failed.</returns>
    public async ValueTask<bool?> AreCurrentAsync(
        TagVersions tags, TagQuestion? asked, CancellationToken cancellationToken)
    {
        Task<RedisReply<HashEntry[]>>[] calls = Array.ConvertAll(
            tags.Names, tag => asked?.AnswerFor(tag) ?? AskAsync(tag, cancellationToken));

        RedisReply<HashEntry[]>[] replies = await Task.WhenAll(calls).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++)
        {
            if (replies[i].Failure != RedisFailure.None)
            {
                return null;
            }

            var state = new TagState(replies[i].Value!);
            if (asked is not null && !state.Knows(tags.Versions[i]))
            {
                // The entry is newer than the answer: it was filled after the question.
                return await AreCurrentAsync(tags, asked: null, cancellationToken).ConfigureAwait(false);
            }

            if (!state.Allows(tags.Versions[i], tags.Names))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Invalidates what has a tag, or all tags of a set. One round trip.</summary>
    /// <param name="tags">The tags in the order of their names.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async ValueTask<RedisReply<RedisResult>> InvalidateAsync(
        IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        string set = TagSet.NameOf(tags);
        return await redis
            .EvaluateAsync(
                new ScriptCall(
                    CacheScripts.InvalidateTag,
                    [keys.Tag(tags[0])],
                    [
                        tags.Count == 1 ? "" : set,
                        _known,
                        MaxSets,
                        keys.ChannelName,
                        announcer.Next(CacheMessageKind.TagChanged, set),
                    ]),
                cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<RedisReply<HashEntry[]>> AskAsync(string tag, CancellationToken cancellationToken)
        => redis
            .CallAsync(
                "HGETALL",
                static (database, key) => database.HashGetAllAsync(key),
                keys.Tag(tag),
                cancellationToken)
            .AsTask();
}
