using Patterns.Caching.Sessions;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingSessionsWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        string user = NamesOnPrimary.FirstUser(connection, hashTag);
        await WalkStringsAsync(connection, user, called);
        await WalkHashesAsync(connection, user, called);
    }

    private static async Task WalkStringsAsync(ConnectionMultiplexer connection, string user, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var store = new StringSessionStore<int>(connection.GetDatabase(), Options(most: 9));
        string visitor = await called.RunAsync(() => store.StartAsync(1, null, token));
        string id = await called.RunAsync(() => store.LoginAsync(user, 2, visitor, null, token));
        Assert.Equal(2, (await called.RunAsync(() => store.ReadAsync(id, token)))!.Value);
        Assert.Equal(
            SessionWriteOutcome.Written, await called.RunAsync(() => store.WriteAsync(id, 3, 1, token)));
        Assert.True(await called.RunAsync(() => store.TouchAsync(id, token)));
        string other = await store.LoginAsync(user, 4, null, null, token);
        string handle = (await called.RunAsync(() => store.ListAsync(user, token)))[0].Handle;
        Assert.True(await called.RunAsync(() => store.RevokeAsync(handle, token)));
        Assert.Equal(1, await called.RunAsync(() => store.RevokeAllAsync(user, null, token)));
        Assert.False(await called.RunAsync(() => store.LogoutAsync(other, token)));
    }

    private static async Task WalkHashesAsync(ConnectionMultiplexer connection, string user, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var store = new HashSessionStore(connection.GetDatabase(), Options(most: 1));
        var fields = new Dictionary<string, RedisValue> { ["a"] = 1 };
        string[] gone = ["b"], some = ["a"];
        string visitor = await called.RunAsync(() => store.StartAsync(fields, null, token));
        string id = await called.RunAsync(() => store.LoginAsync(user, fields, visitor, null, token));
        Assert.Equal(
            SessionWriteOutcome.Written, await called.RunAsync(() => store.WriteAsync(id, fields, gone, token)));
        Assert.Equal(3, await called.RunAsync(() => store.IncrementAsync(id, "a", 2, token)));
        Assert.Equal(
            SessionWriteOutcome.Written,
            await called.RunAsync(() => store.CompareAndSetAsync(id, "a", 3, 4, token)));
        Assert.Equal(4, (await called.RunAsync(() => store.ReadAsync(id, some, token)))!.Fields["a"]);
        Assert.Single((await store.ReadAsync(id, null, token))!.Fields);
        Assert.True(await called.RunAsync(() => store.TouchAsync(id, token)));

        // At most one session, so the one before gives way.
        string second = await store.LoginAsync(user, null, null, null, token);
        string handle = Assert.Single(await called.RunAsync(() => store.ListAsync(user, token))).Handle;
        Assert.True(await called.RunAsync(() => store.RevokeAsync(handle, token)));
        Assert.Equal(0, await called.RunAsync(() => store.RevokeAllAsync(user, null, token)));
        Assert.False(await called.RunAsync(() => store.LogoutAsync(second, token)));
    }

    private static SessionOptions Options(int most)
        => new()
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            MaxSessionsPerUser = most,
            RedisTimeout = IRecipeWalk.Patience,
        };
}
