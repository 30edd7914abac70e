using Engine.Testing;
using Patterns.Locking.Fencing;
using Patterns.Locking.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>A writer that lost its lock is refused, whatever it believes.</summary>
public abstract class FencingCases(RecipeServer server) : LockCases(server)
{
    [Fact]
    public async Task A_stale_writer_is_refused_by_a_fenced_value()
    {
        // The clock of the first stands still: it believes to hold the lock for ever.
        var ttl = TimeSpan.FromMilliseconds(300);
        RedisLocks paused = await CreateAsync(options => options.TimeToLive = ttl, new VirtualTimeProvider());
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle stale = await TakeAsync(paused);
        Assert.True(await paused.Fenced.TrySetAsync("v", "first", stale.FencingToken, null, Cancellation));
        ILockHandle? next = null;
        await PassTimeUntilAsync(
            async () => (next = await other.TryAcquireAsync("l", cancellationToken: Cancellation)) is not null,
            "the lock is over",
            ttl / 3);
        Assert.True(stale.IsHeld);
        Assert.True(await other.Fenced.TrySetAsync("v", "second", next!.FencingToken, null, Cancellation));
        Assert.False(await paused.Fenced.TrySetAsync("v", "late", stale.FencingToken, null, Cancellation));
        Assert.False(await paused.Fenced.TryRemoveAsync("v", stale.FencingToken, null, Cancellation));
        Assert.Equal("second", await other.Fenced.GetAsync("v", Cancellation));
        await next.DisposeAsync();
    }

    [Fact]
    public async Task The_same_holder_may_write_again_and_a_removed_value_does_not_come_back()
    {
        FencedValues values = (await CreateAsync()).Fenced;
        Assert.True((await values.GetAsync("v", Cancellation)).IsNull);
        Assert.True(await values.TrySetAsync("v", "a", 5, null, Cancellation));
        Assert.True(await values.TrySetAsync("v", "b", 5, null, Cancellation));
        Assert.Equal("b", await values.GetAsync("v", Cancellation));
        Assert.True(await values.TryRemoveAsync("v", 6, null, Cancellation));
        Assert.True((await values.GetAsync("v", Cancellation)).IsNull);
        Assert.False(await values.TrySetAsync("v", "c", 5, null, Cancellation));
        Assert.True(await values.TrySetAsync("v", "", 7, null, Cancellation));
        Assert.Equal("", await values.GetAsync("v", Cancellation));
    }

    [Fact]
    public async Task Values_live_as_long_as_they_were_written_for()
    {
        FencedValues values = (await CreateAsync()).Fenced;
        IDatabase database = await DatabaseAsync();
        string key = $"{Prefix}:2:{{v}}::fenced";
        await values.TrySetAsync("v", "a", 1, TimeSpan.FromMinutes(1), Cancellation);
        Assert.InRange(
            (await database.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        await values.TrySetAsync("v", "b", 1, null, Cancellation);
        Assert.Null(await database.KeyTimeToLiveAsync(key));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => values.TrySetAsync("v", "c", 1, TimeSpan.Zero, Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => values.TrySetAsync("v", "c", 0, null, Cancellation).AsTask());
    }
}
