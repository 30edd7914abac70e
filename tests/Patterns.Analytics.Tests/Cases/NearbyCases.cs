using Patterns.Analytics.Nearby;
using Patterns.Analytics.Tests.Support;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Nearby search, on a server with any clock.</summary>
public abstract class NearbyCases(RecipeServer server) : AnalyticsCases(server)
{
    private static readonly Position _berlin = new(52.5200, 13.4050);
    private static readonly Position _potsdam = new(52.3906, 13.0645);
    private static readonly Position _hamburg = new(53.5511, 9.9937);

    [Fact]
    public async Task What_is_near_comes_nearest_first_in_any_unit()
    {
        RedisNearby maps = await FilledAsync();
        IReadOnlyList<NearbyMatch> found = await SearchAsync(maps, NearbyArea.Circle(300, LengthUnit.Kilometers));
        Assert.Equal(["berlin", "potsdam", "hamburg"], found.Select(match => match.Member.ToString()));
        Assert.InRange(found[1].Distance, 26, 28);
        Assert.InRange(found[2].Distance, 253, 258);
        Assert.Equal(_potsdam.Latitude, found[1].Position.Latitude, 4);
        Assert.Equal(_potsdam.Longitude, found[1].Position.Longitude, 4);

        double kilometres = found[1].Distance;
        foreach ((LengthUnit unit, double factor) in new[]
        {
            (LengthUnit.Meters, 1000), (LengthUnit.Miles, 1 / 1.60934), (LengthUnit.Feet, 1000 / 0.3048),
        })
        {
            double distance = (await SearchAsync(maps, NearbyArea.Circle(30 * factor, unit)))[1].Distance;
            Assert.InRange(distance, kilometres * factor * 0.9999, kilometres * factor * 1.0001);
        }
    }

    [Fact]
    public async Task Pages_and_boxes_bound_what_is_found()
    {
        RedisNearby maps = await FilledAsync();
        NearbyArea wide = NearbyArea.Circle(1e9, LengthUnit.Kilometers);
        Assert.Equal("potsdam", Assert.Single(await SearchAsync(maps, wide, count: 1, skip: 1)).Member.ToString());
        Assert.Empty(await SearchAsync(maps, wide, count: 5, skip: 3));
        Assert.Equal(3, (await SearchAsync(maps, wide, count: 1000, skip: 0)).Count);
        Assert.Equal(2, (await SearchAsync(maps, NearbyArea.Box(60, 60, LengthUnit.Kilometers))).Count);
        Assert.Single(await SearchAsync(maps, NearbyArea.Box(60, 1, LengthUnit.Kilometers)));
        Assert.Single(await SearchAsync(maps, NearbyArea.Circle(1, LengthUnit.Meters)));
        Assert.Empty(await maps.SearchAsync("none", _berlin, wide, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task What_moves_is_where_it_was_last()
    {
        RedisNearby maps = await CreateAsync(options => options.PositionLifetime = TimeSpan.FromMinutes(1));
        Assert.True(await maps.MoveAsync("m", "taxi", _berlin, Cancellation));
        Assert.False(await maps.MoveAsync("m", "taxi", _hamburg, Cancellation));
        Assert.Empty(await SearchAsync(maps, NearbyArea.Circle(100, LengthUnit.Kilometers)));
        Position found = (await maps.FindAsync("m", "taxi", Cancellation))!.Value;
        Assert.Equal(_hamburg.Latitude, found.Latitude, 4);
        Assert.Equal(_hamburg.Longitude, found.Longitude, 4);
        Assert.True(await maps.RemoveAsync("m", "taxi", Cancellation));
        Assert.False(await maps.RemoveAsync("m", "taxi", Cancellation));
        Assert.Null(await maps.FindAsync("m", "taxi", Cancellation));
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip()
    {
        RedisNearby maps = await FilledAsync();
        await RunAsync();
        CommandLog log = await LogCommandsAsync();
        await RunAsync();
        Assert.Equal("EVALSHA EVALSHA EVALSHA ZREM", log.Take());

        async Task RunAsync()
        {
            await maps.MoveAsync("m", "taxi", _berlin, Cancellation);
            await SearchAsync(maps, NearbyArea.Circle(1, LengthUnit.Miles));
            await maps.FindAsync("m", "taxi", Cancellation);
            await maps.RemoveAsync("m", "taxi", Cancellation);
        }
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisNearby maps = await CreateAsync();
        await RefusedAsync(maps.MoveAsync("m", "x", new(86, 0), Cancellation), "Latitude is 86");
        await RefusedAsync(maps.MoveAsync("m", "x", new(double.NaN, 0), Cancellation), "Latitude is NaN");
        await RefusedAsync(maps.MoveAsync("m", "x", new(0, 181), Cancellation), "Longitude is 181");
        await RefusedAsync(maps.MoveAsync("m", "", _berlin, Cancellation), "A member is null or empty");
        NearbyArea area = NearbyArea.Circle(1, LengthUnit.Miles);
        await RefusedAsync(maps.SearchAsync("m", _berlin, area, 0, 0, Cancellation), "count is 0");
        await RefusedAsync(maps.SearchAsync("m", _berlin, area, 1, -1, Cancellation), "skip is -1");
        await RefusedAsync(
            maps.SearchAsync("m", _berlin, NearbyArea.Circle(1, (LengthUnit)9), 1, 0, Cancellation), "The unit 9");
        Assert.Throws<ArgumentOutOfRangeException>(() => NearbyArea.Circle(-1, LengthUnit.Feet));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearbyArea.Box(1, double.NaN, LengthUnit.Feet));
        Assert.True(await maps.MoveAsync("m", "pole", new(85.05112878, -180), Cancellation));
    }

    protected async Task<RedisNearby> CreateAsync(Action<NearbyOptions>? configure = null)
    {
        var options = new NearbyOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisNearby(await DatabaseAsync(), options, timeProvider: Clock);
    }

    private protected static ValueTask<IReadOnlyList<NearbyMatch>> SearchAsync(
        RedisNearby maps, NearbyArea area, int count = 10, int skip = 0)
        => maps.SearchAsync("m", _berlin, area, count, skip, Cancellation);

    private async Task<RedisNearby> FilledAsync()
    {
        RedisNearby maps = await CreateAsync();
        await maps.MoveAsync("m", "hamburg", _hamburg, Cancellation);
        await maps.MoveAsync("m", "berlin", _berlin, Cancellation);
        await maps.MoveAsync("m", "potsdam", _potsdam, Cancellation);
        return maps;
    }
}
