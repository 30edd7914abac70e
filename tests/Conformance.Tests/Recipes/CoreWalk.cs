using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CoreWalk : IRecipeWalk, IRedisObserver
{
    private static readonly RedisScript s_exists = RedisScript.FromResource(typeof(CoreWalk).Assembly, "exists");

    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new RedisGateOptions(TimeSpan.FromSeconds(30), new CircuitOptions(), Pipeline: null);
        var gate = new RedisGate(connection.GetDatabase(), options, this, TimeProvider.System);

        RedisReply<bool> reply = await called.RunAsync(
            () => gate.CallAsync("EXISTS", (database, key) => database.KeyExistsAsync(key), (RedisKey)hashTag, token));
        Assert.False(reply.Value);

        RedisReply<(bool Exists, long Length)> both = await called.RunAsync(() => gate.CallBothAsync(
            "EXISTS STRLEN",
            (database, key) => database.KeyExistsAsync(key),
            (database, key) => database.StringLengthAsync(key),
            (RedisKey)hashTag,
            token));
        Assert.Equal((false, 0), both.Value);

        var call = new ScriptCall(s_exists, [hashTag], []);
        RedisReply<RedisResult> result = await called.RunAsync(() => gate.EvaluateAsync(call, token));
        Assert.Equal(0, (int)result.Value!);
    }

    void IRedisObserver.Replied(string command, TimeSpan elapsed) => Assert.True(elapsed >= TimeSpan.Zero);

    void IRedisObserver.Failed(string command, RedisFailure failure) => Assert.Fail($"{command}: {failure}");

    void IRedisObserver.Degraded(RedisFailure failure, Exception exception) => Assert.Fail(exception.Message);

    void IRedisObserver.Recovered(TimeSpan quietPeriod) => Assert.Fail("Nothing had failed.");
}
