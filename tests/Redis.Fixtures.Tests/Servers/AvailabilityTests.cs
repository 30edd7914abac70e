using System.Globalization;
using System.Text.RegularExpressions;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Tests.Servers;

/// <summary>What becomes of tests on a machine without redis-server.</summary>
public sealed class AvailabilityTests
{
    private static readonly string[] s_classes =
    [
        "*.SingleRedisTests", "*.ServerComparisonTests", "*.RedisServerProcessTests",
        "*.RedisClusterTests", "*.RedisSentinelTrioTests", "*.IndependentRedisNodesTests",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tests_are_skipped_with_the_reason()
    {
        string output = await RunAsync(new() { ["PATH"] = "/nowhere" }, s_classes);

        Assert.Equal((0, 0), (Count(output, "failed"), Count(output, "succeeded")));
        Assert.NotEqual(0, Count(output, "skipped"));
        Assert.Contains("redis-server is not in PATH", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_fail_when_a_redis_is_required()
    {
        string output = await RunAsync(new() { ["PATH"] = "/nowhere", ["PATTERNS_REQUIRE_REDIS"] = "1" }, s_classes);

        Assert.Equal((0, 0), (Count(output, "skipped"), Count(output, "succeeded")));
        Assert.NotEqual(0, Count(output, "failed"));
        Assert.Contains("PATTERNS_REQUIRE_REDIS=1 makes this a failure", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_server_serves_the_single_server_tests()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        string address = $"127.0.0.1:{server.Port}";

        string output = await RunAsync(
            new() { ["PATH"] = "/nowhere", ["PATTERNS_REDIS"] = address, ["PATTERNS_REQUIRE_REDIS"] = "1" },
            "*.SingleRedisTests");

        Assert.Equal((0, 0), (Count(output, "failed"), Count(output, "skipped")));
        Assert.NotEqual(0, Count(output, "succeeded"));
        Assert.True(server.IsRunning);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData(":6379")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:port")]
    public void Address_that_names_no_server_is_refused(string address)
    {
        var exception = Assert.Throws<FormatException>(() => ExternalRedis.Parse(address));

        Assert.Contains($"PATTERNS_REDIS={address}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:6379", "Unspecified/localhost:6379")]
    [InlineData("127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("[::1]:65535", "[::1]:65535")]
    public void Address_is_a_host_and_a_port(string address, string endPoint) =>
        Assert.Equal(endPoint, ExternalRedis.Parse(address).EndPoint.ToString());

    private static Task<string> RunAsync(Dictionary<string, string> environment, params string[] classes) =>
        TestHost.RunAsync(environment, Cancellation, [.. classes.SelectMany(name => new[] { "--filter-class", name })]);

    private static int Count(string output, string outcome)
    {
        Match match = Regex.Match(output, $@"^\s+{outcome}: (\d+)", RegexOptions.Multiline);
        Assert.True(match.Success, output);
        return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }
}
