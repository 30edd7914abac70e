using System.Diagnostics;
using Tour.Tests.Servers;

namespace Tour.Tests;

/// <summary>The tour as it is started: its exit code and what it prints into a file.</summary>
public sealed class TourProcessTests(RedisForTour redis) : IClassFixture<RedisForTour>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tour_that_holds_ends_with_zero_and_prints_plain_text(bool embedded)
    {
        TourRun run = await RunSmallAsync(embedded);

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("Every invariant held.", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("| Warm cache 1 ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.All(run.Output, character => Assert.InRange(character, '\n', '~'));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tour_with_a_planted_fault_ends_with_one_and_a_sentence(bool embedded)
    {
        TourRun run = await RunSmallAsync(embedded, "--fault", "source-twice");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "VIOLATED: The source is called exactly once per distinct city and expiry, but in 'Empty cache 1' ",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_option_ends_with_two_and_a_sentence()
    {
        TourRun run = await RunAsync("--readers", "none");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("--readers is 'none'; it must be a whole number from 1 to 10000.", run.Errors.TrimEnd());
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_with_two_and_a_sentence()
    {
        TourRun run = await RunAsync("--redis", "127.0.0.1:1,connectRetry=1,connectTimeout=500");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("There is no usable Redis at 127.0.0.1:1: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_prints_the_usage()
    {
        TourRun run = await RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Usage: ", run.Output, StringComparison.Ordinal);
    }

    private Task<TourRun> RunSmallAsync(bool embedded, params string[] arguments)
    {
        string[] target = embedded ? [] : ["--redis", redis.Address];
        return RunAsync([.. target, "--readers", "20", "--reads", "20", "--rounds", "1", .. arguments]);
    }

    private static async Task<TourRun> RunAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Tour.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new TourRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private sealed record TourRun(int ExitCode, string Output, string Errors);
}
