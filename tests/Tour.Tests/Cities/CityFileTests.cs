using Tour.Cities;

namespace Tour.Tests.Cities;

public sealed class CityFileTests
{
    [Fact]
    public void The_data_set_has_ten_thousand_distinct_cities()
    {
        IReadOnlyList<City> cities = CityFile.ReadEmbedded();

        Assert.Equal(10_000, cities.Count);
        Assert.Equal(10_000, cities.Select(city => city.Id).Distinct().Count());
    }

    [Fact]
    public void The_data_set_holds_the_rows_of_GeoNames()
    {
        IReadOnlyList<City> cities = CityFile.ReadEmbedded();

        Assert.Equal(new City(1796236, "Shanghai", "CN", 22_315_474, 31.22222, 121.45806), cities[0]);
        Assert.Contains(new City(2643743, "London", "GB", 7_556_900, 51.50853, -0.12574), cities);
        Assert.Contains(new City(3448439, "São Paulo", "BR", 10_021_295, -23.5475, -46.63611), cities);
    }

    [Fact]
    public void The_data_set_is_ordered_by_population_and_then_by_id()
    {
        IReadOnlyList<City> cities = CityFile.ReadEmbedded();

        Assert.Equal(cities.OrderByDescending(city => city.Population).ThenBy(city => city.Id), cities);
    }

    [Fact]
    public void Every_row_of_the_data_set_is_plausible() => Assert.All(CityFile.ReadEmbedded(), city =>
    {
        Assert.NotEmpty(city.Name);
        Assert.Matches("^[A-Z]{2}$", city.Country);
        Assert.InRange(city.Population, 1, 50_000_000);
        Assert.InRange(city.Latitude, -90, 90);
        Assert.InRange(city.Longitude, -180, 180);
    });

    [Theory]
    [InlineData("1\tParis\tFR\t2138551\t48.85341")]
    [InlineData("1\tParis\tFR\t2138551\t48.85341\t2.3488\tmore")]
    [InlineData("one\tParis\tFR\t2138551\t48.85341\t2.3488")]
    [InlineData("1\tParis\tFR\t-1\t48.85341\t2.3488")]
    [InlineData("1\tParis\tFR\t2138551\t48,85341\t2.3488")]
    [InlineData("")]
    public void A_malformed_row_is_refused_with_its_line_number(string row)
    {
        var reader = new StringReader($"{CityFile.Header}\n2\tLyon\tFR\t472317\t45.74846\t4.84671\n{row}\n");

        FormatException refusal = Assert.Throws<FormatException>(() => CityFile.Read(reader));

        Assert.StartsWith($"Line 3 of the cities is '{row}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id\tname")]
    public void Other_columns_are_refused(string header)
        => Assert.Throws<FormatException>(() => CityFile.Read(new StringReader(header)));
}
