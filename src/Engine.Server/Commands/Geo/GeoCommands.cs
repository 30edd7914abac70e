using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Geo;

/// <summary>Commands on sorted sets whose scores are places on the earth.</summary>
internal static partial class GeoCommands
{
    private const string PerMember = "O(log(N)) for each member, where N is the number of members";
    private const string PerCandidate =
        "O(N+log(M)) where N is the number of members in the cells around the area and M the number of all";

    private const string Unit = "unit(M|KM|FT|MI)";
    private const string Position = "longitude:double latitude:double";
    private const string Order = "[order(ASC|DESC)]";
    private const string Count = "[count{COUNT count:integer [ANY]}]";
    private const string CountSince = "[count{COUNT count:integer [ANY]@6.2.0}]";
    private const string Details = "[WITHCOORD] [WITHDIST] [WITHHASH]";
    private const string Stores = "[STORE key:key] [STOREDIST key:key]";
    private const string Where =
        $"from(FROMMEMBER member|FROMLONLAT longitude_latitude{{{Position}}}) "
        + $"by(circle{{BYRADIUS radius:double {Unit}}}|box{{BYBOX width:double height:double {Unit}}}) {Order} {Count}";

    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];

    public static CommandSpec[] Table { get; } = [.. Members, .. Searches, .. FormerSearches];

    private static CommandSpec[] Members =>
    [
        new("geoadd", -5, Write | DenyOom, Add)
        {
            Group = CommandGroup.Geo, Since = "3.2.0", Complexity = PerMember, IsBrief = true,
            Keys = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Update)],
            Summary = "Adds members with their positions, or moves those that are there.",
            Syntax = "key:key [condition(NX|XX)@6.2.0] [\"CH\"change@6.2.0] "
                + $"longitude_latitude_member{{{Position} member}}...",
        },
        new("geodist", -4, ReadOnly, Distance)
        {
            Group = CommandGroup.Geo, Since = "3.2.0", Complexity = PerMember, Keys = KeyToRead,
            Summary = "Returns the distance between two members.",
            Syntax = $"key:key member1 member2 [{Unit}]",
        },
        new("geohash", -2, ReadOnly, Hashes)
        {
            Group = CommandGroup.Geo, Since = "3.2.0", Complexity = PerMember, Keys = KeyToRead,
            Summary = "Returns the positions of members as geohashes.",
            Syntax = "key:key member...",
        },
        new("geopos", -2, ReadOnly, Positions)
        {
            Group = CommandGroup.Geo, Since = "3.2.0", Complexity = PerMember, Keys = KeyToRead,
            Summary = "Returns the positions of members.",
            Syntax = "key:key member...",
        },
    ];

    private static CommandSpec[] Searches =>
    [
        new("geosearch", -7, ReadOnly, Search)
        {
            Group = CommandGroup.Geo, Since = "6.2.0", Complexity = PerCandidate, Keys = KeyToRead,
            Summary = "Returns the members within a circle or box.",
            Syntax = $"key:key {Where} {Details}",
        },
        new("geosearchstore", -8, Write | DenyOom, SearchAndStore)
        {
            Group = CommandGroup.Geo, Since = "6.2.0", Complexity = PerCandidate,
            Keys =
            [
                KeySpec.At(1, KeyUse.Overwrite | KeyUse.Update), KeySpec.At(2, KeyUse.ReadOnly | KeyUse.Access),
            ],
            Summary = "Stores the members within a circle or box as a sorted set.",
            Syntax = $"destination:key source:key {Where} [STOREDIST]",
        },
    ];

    private static CommandSpec[] FormerSearches =>
    [
        new("georadius", -6, Write | DenyOom | MovableKeys, SearchRadius)
        {
            Group = CommandGroup.Geo, Since = "3.2.0", Complexity = PerCandidate, Keys = KeysFrom(6),
            Summary = "Returns or stores the members within a circle around a position.",
            Syntax = $"key:key {Position} radius:double {Unit} {Details} {CountSince} {Order} {Stores}",
            Deprecated = ("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument"),
        },
        new("georadius_ro", -6, ReadOnly, SearchRadiusReadOnly)
        {
            Group = CommandGroup.Geo, Since = "3.2.10", Complexity = PerCandidate, Keys = KeyToRead,
            Summary = "Returns the members within a circle around a position.",
            Syntax = $"key:key {Position} radius:double {Unit} {Details} {CountSince} {Order}",
            Deprecated = ("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument"),
        },
        new("georadiusbymember", -5, Write | DenyOom | MovableKeys, SearchAroundMember)
        {
            Group = CommandGroup.Geo, Since = "3.2.0", Complexity = PerCandidate, Keys = KeysFrom(5),
            Summary = "Returns or stores the members within a circle around one of them.",
            Syntax = $"key:key member radius:double {Unit} {Details} {Count} {Order} {Stores}",
            Deprecated = ("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments"),
        },
        new("georadiusbymember_ro", -5, ReadOnly, SearchAroundMemberReadOnly)
        {
            Group = CommandGroup.Geo, Since = "3.2.10", Complexity = PerCandidate, Keys = KeyToRead,
            Summary = "Returns the members within a circle around one of them.",
            Syntax = $"key:key member radius:double {Unit} {Details} {Count} {Order}",
            Deprecated = ("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments"),
        },
    ];

    /// <summary>The key to search, and those to store to behind their words.</summary>
    private static KeySpec[] KeysFrom(int index) =>
    [
        KeyToRead[0],
        new KeySpec(KeyUse.Overwrite | KeyUse.Update) { Keyword = "STORE", KeywordFrom = index },
        new KeySpec(KeyUse.Overwrite | KeyUse.Update) { Keyword = "STOREDIST", KeywordFrom = index },
    ];
}
