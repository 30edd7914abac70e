using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Redis.Fixtures.Servers;

namespace Engine.Cli.Tests;

/// <summary>
/// Clients of other languages do their ordinary work, by the scripts of tests/Clients, on redis-server and on the
/// executable, and see the same on both.
/// </summary>
public sealed class ScriptedClientsTests
{
    private const string NodeRedis = "node-redis.js";
    private const string IoRedis = "ioredis.js";
    private const string BullMq = "bullmq.js";
    private const string PythonRedis = "python_redis.py";

    /// <summary>What the scripts print on redis-server; each runs there once.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Transcripts = new();

    public static TheoryData<string> Scripts => [NodeRedis, IoRedis, BullMq, PythonRedis];

    private static string Root { get; } = FindRoot();

    private static string NodeModules { get; } = Path.Combine(Root, "artifacts", "clients", "node_modules");

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Client_works_on_redis_server(string script) =>
        Assert.EndsWith(": done\n", await OnRedisAsync(script), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Client_sees_on_the_engine_what_it_sees_on_redis_server(string script)
    {
        await using EngineProcess engine = await EngineProcess.StartAsync("--save", "");

        Assert.Equal(await OnRedisAsync(script), await RunAsync(script, engine.Port));
    }

    private static Task<string> OnRedisAsync(string script) => Transcripts.GetOrAdd(
        script,
        name => new Lazy<Task<string>>(async () =>
        {
            await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
            return await RunAsync(name, redis.Port);
        })).Value;

    private static async Task<string> RunAsync(string script, int port)
    {
        bool isPython = script == PythonRedis;
        // Debian's python, which has Debian's package of the client.
        string program = isPython ? "/usr/bin/python3" : "node";
        if (!isPython && !Directory.Exists(NodeModules))
        {
            throw RedisInstallation.Unavailable(
                "The clients of tests/Clients are not installed: run eng/install-test-tools.sh, which needs npm.");
        }

        string path = Path.Combine(Root, "tests", "Clients", script);
        var start = new ProcessStartInfo(program, [path, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = NodeModules;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}:\n{output}\n{await errors}");
        return output;
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
