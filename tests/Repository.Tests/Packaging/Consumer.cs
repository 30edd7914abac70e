namespace Repository.Tests.Packaging;

/// <summary>
/// A project outside the repository that knows our packages only as packages. Its code is that of the readmes,
/// samples/QuickStart.
/// </summary>
internal static class Consumer
{
    public static void Write(TemporaryFolder folder, PackedPackages packed)
    {
        foreach (SourceFile file in SourceTree.Repository.CSharp("samples/QuickStart"))
        {
            folder.Write(file.Name, file.Text);
        }

        folder.Write("NuGet.config",
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packed.Folder}" />
              </packageSources>
            </configuration>
            """);
        folder.Write("Consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseSharedCompilation>false</UseSharedCompilation>
                <RestoreEnablePackagePruning>true</RestoreEnablePackagePruning>
                <!-- Our packages stay out of the user's cache; everything else may come from there. -->
                <RestorePackagesPath>$(MSBuildProjectDirectory)/packages</RestorePackagesPath>
                <RestoreAdditionalProjectFallbackFolders>{PackageCache}</RestoreAdditionalProjectFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Engine.Testing" Version="{packed.Version}" />
                <PackageReference Include="Patterns.Caching" Version="{packed.Version}" />
                <PackageReference Include="Patterns.Leaderboards" Version="{packed.Version}" />
              </ItemGroup>
              {RedisClient}
            </Project>
            """);
    }

    private static string PackageCache =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // Our packages depend on StackExchange.Redis as it is published. Where two of its own dependencies cannot be
    // restored, a consumer is as stuck as we are and takes the same stand-ins; elsewhere it needs nothing.
    private static string RedisClient => ThisBuild.UsesPublishedPipelines
        ? ""
        : $"""<Import Project="{SourceTree.RepositoryRoot}/eng/RedisClient.targets" />""";
}
