using System.Text.RegularExpressions;
using Redis.Fixtures.Resp;

namespace Engine.Cli.Tests;

public sealed partial class ExecutableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_has_the_lines_and_the_form_that_tools_wait_for()
    {
        await using EngineProcess engine = await EngineProcess.StartAsync("--save", "");

        string[] lines = engine.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(LogLine(), line));
        Assert.Contains($"PID: {engine.Id}", engine.Output, StringComparison.Ordinal);
        int initialised = engine.Output.IndexOf("Server initialized", StringComparison.Ordinal);
        int ready = engine.Output.IndexOf("Ready to accept connections", StringComparison.Ordinal);
        Assert.True(initialised > 0 && ready > initialised);
    }

    [Fact]
    public async Task Information_names_redis_and_the_engine()
    {
        await using EngineProcess engine = await EngineProcess.StartAsync();
        await using RespClient client = await ConnectAsync(engine);

        string info = (await client.CallAsync("INFO", "server")).Text;

        Assert.Contains("redis_version:7.0.15\r\n", info, StringComparison.Ordinal);
        Assert.Contains("engine_name:Engine.Server\r\n", info, StringComparison.Ordinal);
        Assert.Contains($"process_id:{engine.Id}\r\n", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminated_process_exits_with_0_and_says_so()
    {
        await using EngineProcess engine = await EngineProcess.StartAsync();

        Assert.Equal(0, await engine.TerminateAsync());
        Assert.Contains("Received SIGTERM scheduling shutdown...", engine.Output, StringComparison.Ordinal);
        Assert.Contains("bye bye", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_outlives_the_terminal_that_it_was_started_from()
    {
        await using EngineProcess engine = await EngineProcess.StartAsync();
        await using RespClient client = await ConnectAsync(engine);

        // Signals are handled in turn, so that the answer to TERM is one to HUP as well.
        await engine.SignalAsync("HUP");
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
        Assert.Equal(0, await engine.TerminateAsync());
        Assert.Contains("bye bye", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_ends_the_process()
    {
        await using EngineProcess engine = await EngineProcess.StartAsync();
        await using RespClient client = await ConnectAsync(engine);

        await client.SendAsync("SHUTDOWN", "NOSAVE");

        Assert.Equal(0, await engine.WaitForExitAsync());
    }

    [Fact]
    public async Task Configuration_file_and_flags_are_read_as_redis_server_reads_them()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "# mine\nmaxclients 77\ntimeout 5\nrequirepass \"a b\"\n", Cancellation);
            await using EngineProcess engine = await EngineProcess.StartAsync(file, "--timeout", "9");
            await using RespClient client = await ConnectAsync(engine);
            Assert.Equal("NOAUTH Authentication required.", (await client.CallAsync("PING")).Text);
            Assert.Equal("OK", (await client.CallAsync("AUTH", "a b")).Text);

            Assert.Equal("77", (await client.CallAsync("CONFIG", "GET", "maxclients"))[1].Text);
            Assert.Equal("9", (await client.CallAsync("CONFIG", "GET", "timeout"))[1].Text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--nosuch", "1", "Bad directive or wrong number of arguments")]
    [InlineData("--maxclients", "0", "argument must be between 1 and")]
    [InlineData("--maxmemory", "1parsec", "argument must be a memory value")]
    public async Task Flag_that_is_wrong_is_refused_with_line_and_reason(string flag, string value, string reason)
    {
        (int exitCode, _, string errors) = await EngineProcess.RunAsync(flag, value);

        Assert.Equal(1, exitCode);
        Assert.Contains("*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***", errors, StringComparison.Ordinal);
        Assert.Contains($">>> '{flag[2..]} \"{value}\"'", errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("include missing.conf", "Fatal error, can't open config file '", "No such file or directory")]
    [InlineData("include .", "Fatal error, can't open config file '", "Is a directory")]
    [InlineData("include self.conf", "include self.conf", "does one include itself?")]
    [InlineData("include part-*.conf", "hz abc", "argument couldn't be parsed into an integer")]
    public async Task Included_files_that_cannot_be_read_are_refused_with_the_reason(
        string line, string cause, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("engine-include").FullName;
        try
        {
            string self = Absolute("include self.conf");
            await File.WriteAllTextAsync(Path.Combine(folder, "self.conf"), self, Cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "part-1.conf"), "hz 20\n", Cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "part-2.conf"), "hz abc\n", Cancellation);
            string main = Path.Combine(folder, "main.conf");
            await File.WriteAllTextAsync(main, Absolute("include none-*.conf") + Absolute(line), Cancellation);

            (int exitCode, _, string errors) = await EngineProcess.RunAsync(main);

            Assert.Equal(1, exitCode);
            Assert.Contains(cause.Replace("include ", $"include {folder}/", StringComparison.Ordinal), errors,
                StringComparison.Ordinal);
            Assert.Contains(reason, errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string Absolute(string text) => text.Replace("include ", $"include {folder}/", StringComparison.Ordinal) + "\n";
    }

    [Fact]
    public async Task Port_that_is_taken_ends_the_start_with_1()
    {
        await using EngineProcess first = await EngineProcess.StartAsync();

        (int exitCode, string output, _) = await EngineProcess.RunAsync("--port", $"{first.Port}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"127.0.0.1:{first.Port}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_and_help_are_told_without_starting()
    {
        string version = (await EngineProcess.RunAsync("--version")).Output;
        string help = (await EngineProcess.RunAsync("--help")).Output;

        Assert.StartsWith("Redis server v=7.0.15 engine=", version, StringComparison.Ordinal);
        Assert.StartsWith("Usage: engine-server", help, StringComparison.Ordinal);
    }

    private static Task<RespClient> ConnectAsync(EngineProcess engine) =>
        RespClient.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, engine.Port), Cancellation);

    [GeneratedRegex(@"^\d+:M \d\d [A-Z][a-z][a-z] \d{4} \d\d:\d\d:\d\d\.\d{3} [.*#-] \S")]
    private static partial Regex LogLine();
}
