using System.Runtime.CompilerServices;

namespace Engine.Server.Tests.Documents;

/// <summary>A page of docs that is made from the tables of the engine.</summary>
internal static class GeneratedDocument
{
    private const string UpdateVariable = "PATTERNS_UPDATE_DOCS";

    /// <summary>
    /// Fails when the page in the repository is another one; with PATTERNS_UPDATE_DOCS=1 it is written anew.
    /// </summary>
    public static async Task RequireAsync(string name, string expected, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        string actual = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        if (actual != expected && Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            await File.WriteAllTextAsync(path, expected, cancellationToken);
        else
        {
            Assert.True(
                actual == expected,
                $"docs/{name} is not what the engine's tables say. Run this test with {UpdateVariable}=1 to renew it.");
        }
    }

    public static string PathOf(string name) => Path.Combine(RepositoryRoot(), "docs", name);

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
