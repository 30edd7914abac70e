using Tour.Sqlite;

namespace Tour.Cities;

/// <summary>The cities in SQLite: the system of record that the recipes stand in front of.</summary>
internal sealed class CityStore(SqliteDatabase database)
{
    // Both figures are counted row by row on purpose: it is the kind of query that one puts a cache before.
    private const string ProfileQuery =
        """
        SELECT id, name, country, population,
               1 + (SELECT COUNT(*) FROM city other
                    WHERE other.country = city.country AND other.population > city.population),
               (SELECT COUNT(*) FROM city other
                    WHERE other.country = city.country AND other.id <> city.id
                      AND other.latitude BETWEEN city.latitude - 1 AND city.latitude + 1
                      AND other.longitude BETWEEN city.longitude - 1 AND city.longitude + 1)
        FROM city WHERE id = ?1
        """;

    /// <summary>Creates the table and fills it in one transaction.</summary>
    public void Load(IEnumerable<City> cities) => database.InTransaction(connection =>
    {
        connection.Execute(
            """
            CREATE TABLE city (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, population INTEGER NOT NULL,
                latitude REAL NOT NULL, longitude REAL NOT NULL)
            """);
        connection.Execute("CREATE INDEX city_by_country ON city (country, population)");
        foreach (City city in cities)
        {
            connection.Execute(
                "INSERT INTO city VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                city.Id, city.Name, city.Country, city.Population, city.Latitude, city.Longitude);
        }
    });

    public long Count() => database.Query("SELECT COUNT(*) FROM city", row => row.GetInt64(0))[0];

    /// <summary>All cities with their ranks of every kind, most populous first; of cities with the same population the
    /// one whose id, as text, is greater.</summary>
    public IReadOnlyList<CityRank> RankByPopulation() => database.Query(
        """
        SELECT id, population,
               ROW_NUMBER() OVER (ORDER BY population DESC, CAST(id AS TEXT) DESC) AS place,
               RANK() OVER (ORDER BY population DESC),
               COUNT(*) OVER (ORDER BY population DESC),
               DENSE_RANK() OVER (ORDER BY population DESC)
        FROM city ORDER BY place
        """,
        row => new CityRank(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)));

    /// <summary>The countries with the inhabitants of all their cities, most populous first; of equals the one whose
    /// letters are greater.</summary>
    public IReadOnlyList<(string Country, long Population)> RankCountries() => database.Query(
        "SELECT country, SUM(population) total FROM city GROUP BY country ORDER BY total DESC, country DESC",
        row => (row.GetString(0), row.GetInt64(1)));

    /// <summary>The profile of one city. It blocks its thread while SQLite works.</summary>
    /// <exception cref="KeyNotFoundException">The table has no such id.</exception>
    public CityProfile FindProfile(long id) => database.Query(
        ProfileQuery,
        row => new CityProfile(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        id) is [var profile] ? profile : throw new KeyNotFoundException($"There is no city with the id {id}.");

    /// <summary>The same on a thread of the pool, first come, first served, as the requests of a web server wait for
    /// the database. The caller's own thread goes on.</summary>
    public Task<CityProfile> FindProfileAsync(long id, CancellationToken cancellationToken)
        => Task.Factory.StartNew(
            () => FindProfile(id), cancellationToken, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
}
