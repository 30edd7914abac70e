using System.Text.RegularExpressions;

namespace Engine.Lua.Tests.Running;

internal static partial class Texts
{
    /// <summary>Texts of objects with their addresses, which differ from run to run, made equal.</summary>
    public static string WithoutAddresses(string text) => Address().Replace(text, "0x");

    [GeneratedRegex("0x[0-9a-f]{8,}")]
    private static partial Regex Address();
}
