using System.Text;
using Engine.Server.DataTypes;

namespace Engine.Server.Access;

/// <summary>The keys whose names match, and what may be done with them.</summary>
internal sealed record KeyPattern(byte[] Pattern, KeyPermissions Permissions)
{
    public bool Allows(ReadOnlySpan<byte> key, KeyPermissions needed) =>
        Grants(needed) && GlobPattern.Matches(Pattern, key);

    public bool Grants(KeyPermissions needed) => (Permissions & needed) == needed;

    /// <summary>The rule that adds it.</summary>
    public override string ToString() => Prefix + Encoding.Latin1.GetString(Pattern);

    private string Prefix => Permissions switch
    {
        KeyPermissions.All => "~",
        KeyPermissions.Read => "%R~",
        _ => "%W~",
    };
}
