using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Tags;

/// <summary>The versions of tags, asked for and perhaps not yet answered.</summary>
/// <param name="tags">The tags.</param>
/// <param name="answers">Their answers.</param>
internal sealed class TagQuestion(string[] tags, Task<RedisReply<HashEntry[]>>[] answers)
{
    public Task<RedisReply<HashEntry[]>>? AnswerFor(string tag)
        => Array.IndexOf(tags, tag) is var index and >= 0 ? answers[index] : null;
}
