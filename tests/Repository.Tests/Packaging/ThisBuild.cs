using System.Reflection;

namespace Repository.Tests.Packaging;

/// <summary>How the repository was built; the packages are packed and consumed in the same way.</summary>
internal static class ThisBuild
{
    public static string Configuration => Metadata(nameof(Configuration));

    /// <summary>Whether StackExchange.Redis gets all its published dependencies, or stand-ins for two.</summary>
    public static bool UsesPublishedPipelines => Metadata("UsePublishedPipelines") == "true";

    private static string Metadata(string key)
    {
        IEnumerable<AssemblyMetadataAttribute> all =
            typeof(ThisBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        return all.Single(data => data.Key == key).Value ?? "";
    }
}
