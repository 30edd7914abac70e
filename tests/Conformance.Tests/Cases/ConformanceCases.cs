using Conformance.Tests.Targets;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Cases;

/// <summary>What the cases share: a client, and keys that no other case uses.</summary>
public abstract class ConformanceCases(ConformanceTarget target)
{
    private readonly string _prefix = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ConformanceTarget Target => target;

    protected IDatabase Database => target.Connection.GetDatabase();

    protected string Key(string name) => _prefix + name;
}
