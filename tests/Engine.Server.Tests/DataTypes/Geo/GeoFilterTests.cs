using Engine.Server.DataTypes.Geo;

namespace Engine.Server.Tests.DataTypes.Geo;

/// <summary>The short cuts of a search tell what the distances tell.</summary>
public sealed class GeoFilterTests
{
    private const int Positions = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Short_cuts_agree_with_distances_for_shapes_anywhere_and_of_any_size(int seed)
    {
        var random = new Random(seed);
        int inside = 0;
        for (int i = 0; i < 200; i++)
        {
            GeoShape shape = RandomShape(random);
            var filter = new GeoFilter(shape);
            double reach = shape.IsBox ? Math.Max(shape.Width, shape.Height) / 2 : shape.Radius;
            for (int j = 0; j < Positions; j++)
            {
                (GeoHash cell, GeoPosition position) = RandomPlace(random, shape.Centre, reach);
                bool isInside = filter.Contains(position, out double distance);
                inside += isInside ? 1 : 0;
                Assert.True(isInside == filter.Contains(position), $"{shape}: {position} is {distance} metres away.");
                Assert.True(!isInside || filter.MayContain(cell), $"{shape}: the cell of {position} was left out.");
            }
        }

        Assert.InRange(inside, 200 * Positions / 20, 200 * Positions);
    }

    [Fact]
    public void Distances_that_are_the_radius_to_the_last_digit_are_inside()
    {
        var random = new Random(4);
        var centre = new GeoPosition(13.361389, 38.115556);
        for (int i = 0; i < 20_000; i++)
        {
            (_, GeoPosition position) = RandomPlace(random, centre, reach: 1000);
            double distance = centre.DistanceTo(position);
            Assert.True(new GeoFilter(Circle(centre, distance)).Contains(position));
            Assert.False(new GeoFilter(Circle(centre, Math.BitDecrement(distance))).Contains(position));
        }
    }

    private static GeoShape RandomShape(Random random)
    {
        // Far from the poles and close to them, on both sides of the antimeridian.
        double latitude = random.Next(4) == 0 ? 85 - random.NextDouble() : random.NextDouble() * 170 - 85;
        double longitude = random.Next(4) == 0 ? 180 - random.NextDouble() : random.NextDouble() * 360 - 180;
        var centre = new GeoPosition(longitude, random.Next(2) == 0 ? latitude : -latitude);
        double reach = Math.Pow(10, random.NextDouble() * 8 - 1);
        return random.Next(3) == 0
            ? new GeoShape
            {
                Centre = centre, IsBox = true, Width = 2 * reach, Height = reach * (1 + random.NextDouble()),
                MetresPerUnit = 1,
            }
            : Circle(centre, reach);
    }

    private static GeoShape Circle(GeoPosition centre, double radius) =>
        new() { Centre = centre, Radius = radius, MetresPerUnit = 1 };

    private static (GeoHash Cell, GeoPosition Position) RandomPlace(Random random, GeoPosition centre, double reach)
    {
        double degrees = GeoPosition.ToDegrees(reach / GeoPosition.EarthRadiusInMetres) * 1.3;
        double latitude = centre.Latitude + (random.NextDouble() * 2 - 1) * degrees;
        double stretch = Math.Cos(GeoPosition.ToRadians(centre.Latitude));
        double longitude = centre.Longitude + (random.NextDouble() * 2 - 1) * degrees / stretch;
        if (Math.Abs(longitude) > 180)
            longitude -= Math.Sign(longitude) * 360;
        var near = new GeoPosition(
            Math.Clamp(longitude, -180, 180), Math.Clamp(latitude, -GeoPosition.HighestLatitude + 1e-6, 85));
        GeoHash cell = GeoHash.Of(near, GeoHash.FinestStep);
        return (cell, GeoPosition.CentreOf(cell));
    }
}
