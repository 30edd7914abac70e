namespace Repository.Tests.Scripts;

public sealed class InstallTestToolsTests : IDisposable
{
    private const string Script = "eng/install-test-tools.sh";

    private readonly ScriptFolder _folder = new(Script);

    public InstallTestToolsTests() => _folder.Link("bash", "id");

    [Fact]
    public async Task Without_a_package_manager_it_says_what_is_skipped()
    {
        Command run = await _folder.Run(Script, [], alone: true, ("PATTERNS_REQUIRE_REDIS", null));

        Assert.Contains("redis-server is missing", run.Succeeded().Errors, StringComparison.Ordinal);
        Assert.Contains("SKIPPED", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_server_is_a_failure_where_it_is_required()
    {
        Command run = await _folder.Run(Script, [], alone: true, ("PATTERNS_REQUIRE_REDIS", "1"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("PATTERNS_REQUIRE_REDIS", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_installs_what_is_missing_and_starts_nothing()
    {
        _folder.Link("env", "touch", "chmod", "dirname");
        _folder.Program("sudo", "shift; exec \"$@\"");
        // What keeps Debian from starting a server is written to the system, so not here.
        _folder.Program("install", "exit 0");
        _folder.Program("rm", "exit 0");
        _folder.Program("apt-get",
            """
            bin=$(dirname "$0")
            echo "$*" >> "$bin/../calls"
            # Nothing can be installed before the lists have been fetched.
            if [[ $* == *update* ]]; then touch "$bin/../updated"; fi
            if [[ $* == *install* ]]; then
                [[ -e $bin/../updated ]] || exit 100
                for program in redis-server redis-cli; do
                    printf '#!/bin/bash\n' > "$bin/$program"
                    chmod +x "$bin/$program"
                done
            fi
            """);

        Command run = await _folder.Run(Script, [], alone: true, ("PATTERNS_REQUIRE_REDIS", "1"));

        run.Succeeded();
        string[] calls = await File.ReadAllLinesAsync(
            Path.Combine(_folder.Root, "calls"), TestContext.Current.CancellationToken);
        Assert.Equal(3, calls.Length);
        Assert.Contains("install", calls[0], StringComparison.Ordinal);
        Assert.Contains("update", calls[1], StringComparison.Ordinal);
        Assert.Contains("redis-server redis-tools", calls[2], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
