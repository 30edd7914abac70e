namespace Engine.Server.Commands.Geo;

/// <summary>The commands that search, by the arguments that they take.</summary>
internal enum GeoQueryKind
{
    /// <summary>GEOSEARCH</summary>
    Search,

    /// <summary>GEOSEARCHSTORE</summary>
    SearchAndStore,

    /// <summary>GEORADIUS</summary>
    Radius,

    /// <summary>GEORADIUS_RO</summary>
    RadiusReadOnly,

    /// <summary>GEORADIUSBYMEMBER</summary>
    AroundMember,

    /// <summary>GEORADIUSBYMEMBER_RO</summary>
    AroundMemberReadOnly,
}
