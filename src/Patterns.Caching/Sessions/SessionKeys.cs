using Patterns.Core;
using StackExchange.Redis;

namespace Patterns.Caching.Sessions;

/// <summary>The keys of sessions. All of a user's share a slot.</summary>
/// <param name="prefix">The store's prefix.</param>
internal sealed class SessionKeys(string prefix)
{
    private readonly KeyBuilder _sessions = new(prefix, formatVersion: 1, "s");
    private readonly KeyBuilder _users = new(prefix, formatVersion: 1, "u");

    /// <summary>The string or hash that is a session.</summary>
    public RedisKey Session(SessionId id) => _sessions.For($"{{{id.Tag}}}{id.Name}");

    /// <summary>The sorted set with the names of a user's sessions, by when they end.</summary>
    public RedisKey User(string tag) => _users.For($"{{{tag}}}");

    /// <summary>The sorted set of a user, and some of the user's sessions.</summary>
    public RedisKey[] UserAnd(string tag, IEnumerable<string> names)
        => [User(tag), .. names.Select(name => Session(new SessionId(tag, name)))];
}
