namespace Repository.Tests.Scripts;

public sealed class BenchScriptTests : IDisposable
{
    private readonly ScriptFolder _folder = new("bench.sh");

    public BenchScriptTests()
    {
        _folder.Write("benchmarks/Engine.Benchmarks/Program.cs", "");
        _folder.Write("benchmarks/Patterns.Caching.Benchmarks/Program.cs", "");
        _folder.Program("dotnet", "echo \"$*\"");
    }

    [Theory]
    [InlineData("engine", "Engine.Benchmarks")]
    [InlineData("caching", "Patterns.Caching.Benchmarks")]
    public async Task It_runs_the_program_of_that_name_in_release(string name, string project)
    {
        Command run = await _folder.Run("bench.sh", [name, "--rounds", "5"]);

        Assert.Equal(
            [$"run --project {_folder.Root}/benchmarks/{project} -c Release -- --rounds 5"], run.Succeeded().Lines);
    }

    [Theory]
    [InlineData]
    [InlineData("unknown")]
    public async Task Without_a_known_name_it_lists_them(params string[] arguments)
    {
        Command run = await _folder.Run("bench.sh", arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("engine caching", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
