using System.Reflection;

namespace Repository.Tests.Packaging;

/// <summary>How the repository was built; the packages are packed and consumed in the same way.</summary>
internal static class ThisBuild
{
    public static string Configuration => Metadata(nameof(Configuration));

    /// <summary>Whether StackExchange.Redis gets all its published dependencies, or stand-ins for two of them.</summary>
    public static bool UsesPublishedPipelines => Metadata("UsePublishedPipelines") == "true";

    private static string Metadata(string key) =>
        typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value
        ?? "";
}
