using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Patterns.Caching.AspNetCore;
using Patterns.Caching.Sessions;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingTicketsWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var store = new RedisTicketStore(new StringSessionStore<byte[]>(
            connection.GetDatabase(),
            new SessionOptions { KeyPrefix = SingleRedis.NewKeyPrefix(), RedisTimeout = IRecipeWalk.Patience }));
        string user = NamesOnPrimary.FirstUser(connection, hashTag);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "walk");
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), "walk");

        string first = await called.RunAsync(() => store.StoreAsync(ticket));
        string second = await called.RunAsync(() => store.StoreAsync(ticket, token));
        await called.RunAsync(() => store.RenewAsync(first, ticket));
        await called.RunAsync(() => store.RenewAsync(second, ticket, token));
        Assert.NotNull(await called.RunAsync(() => store.RetrieveAsync(first)));
        Assert.NotNull(await called.RunAsync(() => store.RetrieveAsync(second, token)));
        await called.RunAsync(() => store.RemoveAsync(first));
        await called.RunAsync(() => store.RemoveAsync(second, token));
        Assert.Empty(await store.Sessions.ListAsync(user, token));
    }
}
