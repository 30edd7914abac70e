namespace Repository.Tests.Scripts;

public sealed class EngineScriptTests : IDisposable
{
    private readonly ScriptFolder _folder = new("engine.sh");

    public EngineScriptTests()
    {
        string[] sources = ["src/Engine.Cli/Program.cs", "src/Engine.Server/EngineServer.cs", "eng/Package.props"];
        foreach (string source in (string[])[.. sources, "Directory.Build.props", "global.json"])
        {
            string path = _folder.Write(source, "");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        }

        // A build that talks, takes note of itself, and makes a server that tells its pid and its arguments.
        _folder.Program("dotnet",
            """
            echo "building"
            echo "built" >> "$(dirname "$0")/../builds"
            while [[ $1 != -o ]]; do shift; done
            printf '#!/bin/bash\necho "$$ $PPID $*"\n' > "$2/engine-server"
            chmod +x "$2/engine-server"
            """);
    }

    private int Builds => File.ReadAllLines(Path.Combine(_folder.Root, "builds")).Length;

    [Fact]
    public async Task It_becomes_the_server_and_hands_on_its_arguments()
    {
        Command run = await _folder.Run("engine.sh", ["my.conf", "--port", "6400", "--save", ""]);

        string[] words = run.Succeeded().Lines.Single().Split(' ', 3);
        Assert.Equal($"{run.ProcessId}", words[0]);
        Assert.Equal("my.conf --port 6400 --save ", words[2]);
    }

    [Fact]
    public async Task The_build_speaks_to_standard_error_only()
    {
        Command run = await _folder.Run("engine.sh", []);

        Assert.Contains("building", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("building", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_builds_once()
    {
        (await _folder.Run("engine.sh", [])).Succeeded();
        (await _folder.Run("engine.sh", [])).Succeeded();

        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("src/Engine.Server/EngineServer.cs")]
    [InlineData("src/Engine.Server/Keyspace/New.cs")]
    [InlineData("Directory.Build.props")]
    public async Task It_builds_again_after_a_change(string changed)
    {
        (await _folder.Run("engine.sh", [])).Succeeded();
        string stamp = Path.Combine(_folder.Root, "artifacts/engine/.built");
        string source = _folder.Write(changed, "changed");
        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(stamp).AddSeconds(1));

        (await _folder.Run("engine.sh", [])).Succeeded();

        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task A_build_that_fails_starts_nothing_and_is_tried_again()
    {
        _folder.Program("dotnet", "echo built >> \"$(dirname \"$0\")/../builds\"; exit 1");

        Assert.NotEqual(0, (await _folder.Run("engine.sh", [])).ExitCode);
        Assert.NotEqual(0, (await _folder.Run("engine.sh", [])).ExitCode);

        // Each time the precompiled build, and then the plain one.
        Assert.Equal(4, Builds);
    }

    public void Dispose() => _folder.Dispose();
}
