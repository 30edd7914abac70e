using Patterns.Analytics.Nearby;
using Patterns.Analytics.Tests.Cases;

namespace Patterns.Analytics.Tests;

/// <summary>The same cases on the embedded engine, and what falls silent as its clock is moved.</summary>
public sealed class NearbyOnEngine(EmbeddedEngine server) : NearbyCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task What_no_longer_says_where_it_is_is_forgotten()
    {
        RedisNearby maps = await CreateAsync(options => options.PositionLifetime = TimeSpan.FromMinutes(1));
        var here = new Position(52.52, 13.405);
        for (int member = 0; member < 1500; member++)
        {
            await maps.MoveAsync("m", member, here, Cancellation);
        }

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(40), Cancellation);
        await maps.MoveAsync("m", "taxi", here, Cancellation);
        Assert.Equal(1000, (await SearchAsync(maps, NearbyArea.Circle(9, LengthUnit.Meters), 1000)).Count);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.Null(await maps.FindAsync("m", 1499, Cancellation));
        Assert.Equal("taxi", Assert.Single(await SearchAsync(maps, NearbyArea.Circle(9, LengthUnit.Meters))).Member);

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(41), Cancellation);
        Assert.Empty(await SearchAsync(maps, NearbyArea.Circle(9, LengthUnit.Meters)));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task What_moves_without_a_lifetime_stays_on_a_map_that_had_one()
    {
        RedisNearby before = await CreateAsync(options => options.PositionLifetime = TimeSpan.FromMinutes(1));
        RedisNearby after = await CreateAsync();
        var here = new Position(52.52, 13.405);
        await before.MoveAsync("m", "taxi", here, Cancellation);
        await before.MoveAsync("m", "shop", here, Cancellation);
        await after.MoveAsync("m", "shop", here, Cancellation);
        Assert.Equal(2, (await SearchAsync(after, NearbyArea.Circle(9, LengthUnit.Meters))).Count);

        // The taxi was noted until a minute from then, and by nobody since.
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(2), Cancellation);
        Assert.Null(await after.FindAsync("m", "taxi", Cancellation));
        Assert.NotNull(await after.FindAsync("m", "shop", Cancellation));
        Assert.Equal("shop", Assert.Single(await SearchAsync(after, NearbyArea.Circle(9, LengthUnit.Meters))).Member);
        Assert.Equal([$"{Prefix}:1:{{m}}:positions"], await KeysAsync());
    }

    private async Task<IEnumerable<string>> KeysAsync()
        => (await ConnectAsync()).GetServers()[0].Keys(pattern: $"{Prefix}*").Select(key => key.ToString());
}
