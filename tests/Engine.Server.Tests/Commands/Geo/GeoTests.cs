using System.Globalization;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Geo;

public sealed class GeoTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string Sicily = """
        GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
        GEOADD g 12.758489 38.788135 edge1 17.241510 38.788135 edge2
        GEOADD g 13.361389 37.502669 same 13.361389 38.115556 twin 15 37 17
        """;

    private static readonly string[] s_mistakes =
    [
        "FROMMEMBER nope BYRADIUS 1 km", "FROMMEMBER Palermo FROMLONLAT 1 1 BYRADIUS 1 km",
        "FROMLONLAT 1 1 FROMMEMBER Palermo BYRADIUS 1 km", "FROMLONLAT 1 1 BYRADIUS 1 km BYBOX 1 1 km",
        "FROMLONLAT 1 1 BYBOX 1 1 km BYRADIUS 1 km", "FROMLONLAT 1 1 WITHDIST WITHDIST WITHDIST",
        "BYRADIUS 1 km ASC ASC ASC ASC", "FROMLONLAT x 1 BYRADIUS 1 km", "FROMLONLAT 1 99 BYRADIUS 1 km",
        "FROMLONLAT 1 1 BYRADIUS x km", "FROMLONLAT 1 1 BYRADIUS -1 km", "FROMLONLAT 1 1 BYRADIUS 1 parsec",
        "FROMLONLAT 1 1 BYRADIUS nan km", "FROMLONLAT 1 1 BYBOX x 1 km", "FROMLONLAT 1 1 BYBOX 1 x km",
        "FROMLONLAT 1 1 BYBOX 1 -1 km", "FROMLONLAT 1 1 BYBOX 1 1 parsec", "FROMLONLAT 1 1 BYRADIUS 1 km COUNT 0",
        "FROMLONLAT 1 1 BYRADIUS 1 km COUNT x", "FROMLONLAT 1 1 BYRADIUS 1 km COUNT",
        "FROMLONLAT 1 1 BYRADIUS 1 km ANY",
        "FROMLONLAT 1 1 BYRADIUS 1 km nope", "FROMLONLAT 1 1 BYRADIUS 1 km STORE d",
        "FROMLONLAT 1 1 BYRADIUS 1 km FROMMEMBER",
        "FROMLONLAT 1 1 BYRADIUS 1 km STOREDIST", "FROMLONLAT 1 1 BYRADIUS 1 km WITHDIST",
        "FROMLONLAT 1 1 BYRADIUS 1 km WITHHASH ANY", "FROMMEMBER Palermo WITHCOORD ANY COUNT 1 ASC",
    ];

    private static readonly string[] s_formerMistakes =
    [
        "x 1 1 km", "1 99 1 km", "1 1 x km", "1 1 -1 km", "1 1 1 parsec", "1 1 1 km nope", "1 1 1 km COUNT 0",
        "1 1 1 km COUNT x", "1 1 1 km COUNT", "1 1 1 km ANY", "1 1 1 km STORE", "1 1 1 km STORE d",
        "1 1 1 km STORE d WITHDIST", "1 1 1 km WITHHASH STOREDIST d", "1 1 1 km FROMMEMBER Palermo",
        "1 1 1 km STORE d ANY", "1 1 1 km BYRADIUS 1 m",
    ];

    [Fact]
    public Task Members_are_added_and_moved() => CompareAsync("""
        GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
        GEOADD g 13.361389 38.115556 Palermo
        GEOADD g CH 13.361389 38.2 Palermo 1 1 new
        GEOADD g NX 1 2 Palermo
        GEOADD g nx ch 1 2 Palermo 3 4 newer
        GEOADD g XX 1 2 Palermo 3 4 newest
        GEOADD g XX CH 1 3 Palermo
        GEOADD missing XX 1 3 Palermo
        EXISTS missing
        GEOADD g CH CH XX 1 4 Palermo
        ZRANGE g 0 -1 WITHSCORES
        OBJECT ENCODING g
        DUMP g
        GEOADD edges 180 85.05112878 ne -180 -85.05112878 sw 180 -85.05112878 se -180 85.05112878 nw
        GEOADD edges 0 0 zero -0 -0 minus
        ZRANGE edges 0 -1 WITHSCORES
        GEOPOS edges ne sw se nw zero minus
        GEOHASH edges ne sw se nw zero minus
        GEOADD g 1e1 0x10 hex
        GEOPOS g hex
        """);

    [Fact]
    public Task Wrong_members_are_refused() => CompareAsync("""
        SET k v
        GEOADD k 1 1 a
        GEOADD k x 1 a
        GEOADD g x 1 a
        GEOADD g 1 x a
        GEOADD g 1 nan a
        GEOADD g inf 1 a
        GEOADD g 1 -inf a
        GEOADD g 181 1 a
        GEOADD g -180.0000001 1 a
        GEOADD g 1 85.06 a
        GEOADD g 1 -85.05112879 a
        GEOADD g 1e300 -1e-300 a
        GEOADD g 123456789.123456789 0.0000005 a
        GEOADD g 1 1 a 200 1 b
        GEOADD g 1 1 a b
        GEOADD g NX XX 1 1 a
        GEOADD g NX 1 1
        GEOADD g NX CH XX
        GEOADD g GT 1 1 a
        GEOADD g INCR 1 1 a
        GEOADD g "NX\x00" 1 1 a
        GEOADD g 1 1
        EXISTS g
        """);

    [Fact]
    public Task Distances_hashes_and_positions_are_told() => CompareAsync($"""
        {Sicily}
        GEODIST g Palermo Catania
        GEODIST g Palermo Catania km
        GEODIST g Palermo Catania MI
        GEODIST g Palermo Catania Ft
        GEODIST g Palermo Catania m
        GEODIST g Palermo Palermo
        GEODIST g Palermo same
        GEODIST g Palermo twin mi
        GEODIST g Palermo missing
        GEODIST g missing Palermo
        GEODIST missing a b
        GEODIST missing a b parsec
        GEODIST g Palermo Catania parsec
        GEODIST g Palermo Catania m x
        GEODIST g Palermo
        GEOHASH g Palermo Catania missing 17
        GEOHASH g
        GEOHASH missing a b
        GEOHASH missing
        GEOPOS g Palermo Catania missing 17
        GEOPOS g
        GEOPOS missing a b
        SET k v
        GEODIST k a b
        GEODIST k a b parsec
        GEOHASH k a
        GEOPOS k a
        ZADD odd 1.5 a -1 b inf c -inf d 1e300 e -1e300 f 9007199254740993 g 18446744073709551615 h
        ZADD odd 3e18 i 1e19 j 4503599627370496 k
        GEOPOS odd a b c d e f g h i j k
        GEOHASH odd a b c d e f g h i j k
        GEODIST odd b c
        GEODIST odd a d
        GEODIST odd e h km
        GEOADD far 0 0 a 180 0 b -180 0 c 90 0 d 45 85 e -135 85 f 179.9999 -45 g -0.0001 45 h
        GEODIST far a b
        GEODIST far a c
        GEODIST far b c
        GEODIST far e f
        GEODIST far g h
        """);

    [Fact]
    public Task Positions_have_the_digits_that_redis_gives_them()
    {
        var random = new Random(3);
        IEnumerable<string> lines = Enumerable.Range(0, 300).SelectMany(i => (string[])
        [
            $"GEOADD g {Degrees(random, 180)} {Degrees(random, 85)} m{i}", $"GEOPOS g m{i}", $"GEOHASH g m{i}",
            $"GEODIST g m{i} m{random.Next(i + 1)} {(i % 2 == 0 ? "m" : "mi")}",
        ]);
        return CompareAsync($"""
            {string.Join('\n', lines)}
            ZRANGE g 0 -1 WITHSCORES
            """);
    }

    [Fact]
    public Task Members_are_searched_in_every_way() => CompareAsync($"""
        {Sicily}
        GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC
        GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHCOORD WITHDIST
        GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km DESC WITHCOORD WITHDIST WITHHASH
        GEOSEARCH g BYRADIUS 200 mi FROMMEMBER Palermo ASC WITHHASH
        GEOSEARCH g frommember Palermo frommember Catania byradius 1 m byradius 200 km desc asc
        GEOSEARCH g FROMLONLAT 15 37 FROMLONLAT 13 38 BYBOX 1 1 m BYBOX 200 200 km
        GEOSEARCH g FROMMEMBER Palermo BYRADIUS 0 m
        GEOSEARCH g FROMMEMBER Palermo BYBOX 0 0 m WITHDIST
        GEOSEARCH g FROMMEMBER 17 BYRADIUS 200 km COUNT 1
        GEOSEARCH g FROMMEMBER 17 BYRADIUS 200 km COUNT 3 DESC WITHDIST
        GEOSEARCH g FROMMEMBER 17 BYRADIUS 200 km COUNT 100
        GEOSEARCH g FROMMEMBER 17 BYRADIUS 200 km COUNT 2 ANY
        GEOSEARCH g FROMMEMBER 17 BYRADIUS 200 km ANY COUNT 3 ASC
        GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 10 m
        GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 100000 km
        GEOSEARCH g FROMLONLAT 0 0 BYRADIUS inf km
        GEOSEARCH g FROMLONLAT 0 0 BYBOX inf inf km
        GEOSEARCH g FROMLONLAT 180 85.05112878 BYRADIUS 6000 km
        GEOSEARCH missing FROMLONLAT 0 0 BYRADIUS 10 m WITHDIST
        GEOSEARCH missing FROMMEMBER a BYRADIUS 10 m
        GEORADIUS g 15 37 200 km
        GEORADIUS g 15 37 200 km WITHDIST WITHCOORD WITHHASH ASC COUNT 2
        GEORADIUS_RO g 15 37 200 km DESC COUNT 2 ANY
        GEORADIUSBYMEMBER g Palermo 100 mi ASC
        GEORADIUSBYMEMBER_RO g Palermo 100 ft WITHDIST
        GEORADIUS missing 15 37 200 km
        GEORADIUSBYMEMBER missing Palermo 100 mi
        GEORADIUSBYMEMBER missing Palermo x y WITHDIST
        """);

    [Fact]
    public Task Results_are_stored() => CompareAsync($"""
        {Sicily}
        GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km
        ZRANGE d 0 -1 WITHSCORES
        OBJECT ENCODING d
        GEOSEARCHSTORE d g FROMLONLAT 15 37 BYBOX 400 400 km STOREDIST ASC COUNT 3
        ZRANGE d 0 -1 WITHSCORES
        GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m
        EXISTS d
        GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m
        SET d v EX 100
        GEOSEARCHSTORE d g FROMMEMBER Palermo BYRADIUS 1 m STOREDIST
        ZRANGE d 0 -1 WITHSCORES
        TTL d
        GEOSEARCHSTORE d missing FROMMEMBER Palermo BYRADIUS 1 m
        EXISTS d
        GEORADIUS g 15 37 200 km STORE d
        ZRANGE d 0 -1 WITHSCORES
        GEORADIUS g 15 37 200 mi STOREDIST d COUNT 2
        ZRANGE d 0 -1 WITHSCORES
        GEORADIUS g 15 37 200 mi STORE a STOREDIST b STORE d
        EXISTS a b d
        GEORADIUSBYMEMBER g Palermo 200 km STOREDIST d
        ZRANGE d 0 -1 WITHSCORES
        GEORADIUSBYMEMBER missing Palermo 200 km STORE d
        EXISTS d
        GEORADIUS g 0 0 1 m STORE g
        EXISTS g
        {Sicily}
        GEOSEARCHSTORE g g FROMLONLAT 15 37 BYRADIUS 100 km
        ZRANGE g 0 -1 WITHSCORES
        CONFIG SET zset-max-listpack-entries 1
        {Sicily}
        GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km
        OBJECT ENCODING d
        GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km WITHDIST
        """);

    [Fact]
    public Task Wrong_searches_are_refused() => CompareAsync($"""
        {Sicily}
        SET k v
        {Searches("GEOSEARCH", "GEOSEARCHSTORE d", s_mistakes)}
        {Searches("GEORADIUS", "GEORADIUS_RO", s_formerMistakes)}
        GEORADIUSBYMEMBER g nope 1 km
        GEORADIUSBYMEMBER g nope x y
        GEORADIUSBYMEMBER g Palermo x km
        GEORADIUSBYMEMBER g Palermo -1 km
        GEORADIUSBYMEMBER g Palermo 1 parsec
        GEORADIUSBYMEMBER g Palermo 1 km nope
        GEORADIUSBYMEMBER missing nope 1 km nope
        GEORADIUSBYMEMBER k nope 1 km
        GEORADIUSBYMEMBER_RO g Palermo 1 km STORE d
        GEORADIUSBYMEMBER g
        GEORADIUS g 1 1 1
        GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1
        GEOSEARCHSTORE d g FROMMEMBER Palermo BYRADIUS 1
        COMMAND GETKEYSANDFLAGS GEORADIUS a 1 1 1 m STORE b STOREDIST c
        COMMAND GETKEYSANDFLAGS GEORADIUSBYMEMBER a m 1 m STORE b
        COMMAND GETKEYS GEORADIUS a 1 1 1 m
        """);

    /// <summary>
    /// Searches of all sizes, near the poles, around the edge of the map, with many members at one place.
    /// </summary>
    [Theory]
    [InlineData(180, 85.05)]
    [InlineData(2, 2)]
    [InlineData(0.01, 0.01)]
    public Task Searches_find_what_redis_finds_in_its_order(double longitudes, double latitudes)
    {
        var random = new Random(5);
        IEnumerable<string> members = Enumerable.Range(0, 60).Select(i => "GEOADD g " + string.Join(
            ' ', Enumerable.Range(0, 5).Select(j => $"{Place(random, longitudes, latitudes)} m{i * 5 + j}")));
        IEnumerable<string> twins = Enumerable.Range(0, 40).Select(i => $"GEOADD g 0.5 {i % 3} twin{i}");
        IEnumerable<string> searches = Enumerable.Range(0, 400).Select(i => Search(random, longitudes, latitudes));
        return CompareAsync($"""
            {string.Join('\n', members)}
            {string.Join('\n', twins)}
            {string.Join('\n', searches)}
            """);
    }

    private static string Searches(string command, string other, string[] arguments)
    {
        IEnumerable<string> lines =
            from key in (string[])["g", "missing", "k"]
            from rest in arguments
            select $"{command} {key} {rest}\n{other} {key} {rest}";
        return string.Join('\n', lines);
    }

    private static string Search(Random random, double longitudes, double latitudes)
    {
        string[] units = ["m", "km", "mi", "ft"];
        string[] orders = ["", "", "ASC", "DESC"];
        string[] counts = ["", "", "COUNT 1", "COUNT 10", "COUNT 45", "COUNT 20 ANY"];
        string[] details = ["", "WITHDIST", "WITHDIST WITHCOORD WITHHASH"];
        string size = Math.Pow(10, random.NextDouble() * 8).ToString("F3", CultureInfo.InvariantCulture);
        string other = Math.Pow(10, random.NextDouble() * 8).ToString("F3", CultureInfo.InvariantCulture);
        string unit = units[random.Next(units.Length)];
        string centre = random.Next(3) == 0
            ? $"FROMMEMBER m{random.Next(300)}"
            : $"FROMLONLAT {Place(random, longitudes, latitudes)}";
        string shape = random.Next(2) == 0 ? $"BYRADIUS {size} {unit}" : $"BYBOX {size} {other} {unit}";
        string count = counts[random.Next(counts.Length)];
        return $"GEOSEARCH g {centre} {shape} {orders[random.Next(4)]} {count} {details[random.Next(3)]}";
    }

    private static string Place(Random random, double longitudes, double latitudes) =>
        $"{Degrees(random, longitudes)} {Degrees(random, latitudes)}";

    private static string Degrees(Random random, double limit) =>
        ((random.NextDouble() * 2 - 1) * limit).ToString("F8", CultureInfo.InvariantCulture);
}
