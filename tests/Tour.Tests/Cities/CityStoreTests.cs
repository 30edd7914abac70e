using Tour.Cities;
using Tour.Sqlite;

namespace Tour.Tests.Cities;

public sealed class CityStoreTests : IDisposable
{
    private static readonly City[] Rows =
    [
        new(1, "Big", "AA", 900, 10, 10),
        new(2, "Middle", "AA", 500, 10.5, 10.5),
        new(3, "Small", "AA", 500, 12, 10),
        new(4, "Abroad", "BB", 700, 10.1, 10.1),
    ];

    private readonly SqliteDatabase _database = new();
    private readonly CityStore _store;

    public CityStoreTests()
    {
        _store = new CityStore(_database);
        _store.Load(Rows);
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Every_row_is_loaded() => Assert.Equal(4, _store.Count());

    [Fact]
    public void A_profile_counts_within_the_country_alone()
    {
        Assert.Equal(new CityProfile(1, "Big", "AA", 900, RankInCountry: 1, CitiesNearby: 1), _store.FindProfile(1));
        Assert.Equal(new CityProfile(4, "Abroad", "BB", 700, RankInCountry: 1, CitiesNearby: 0), _store.FindProfile(4));
    }

    [Fact]
    public async Task Cities_of_the_same_size_share_a_rank()
    {
        Assert.Equal(2, _store.FindProfile(2).RankInCountry);
        CityProfile small = await _store.FindProfileAsync(3, TestContext.Current.CancellationToken);
        Assert.Equal(2, small.RankInCountry);
    }

    [Fact]
    public void Rankings_put_the_greater_name_first_among_equals()
    {
        Assert.Equal(
            [new(1, 900, 1, 1, 1, 1), new(4, 700, 2, 2, 2, 2), new(3, 500, 3, 3, 4, 3), new(2, 500, 4, 3, 4, 3)],
            _store.RankByPopulation());
        Assert.Equal([("AA", 1900), ("BB", 700)], _store.RankCountries());
    }

    [Fact]
    public void An_unknown_city_is_refused_by_its_id()
    {
        KeyNotFoundException refusal = Assert.Throws<KeyNotFoundException>(() => _store.FindProfile(99));

        Assert.Equal("There is no city with the id 99.", refusal.Message);
    }

    [Fact]
    public void A_load_that_fails_leaves_nothing_behind()
    {
        using var database = new SqliteDatabase();
        var store = new CityStore(database);

        Assert.Throws<SqliteException>(() => store.Load([Rows[0], Rows[0]]));

        store.Load(Rows);
        Assert.Equal(4, store.Count());
    }
}
