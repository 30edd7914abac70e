using System.Globalization;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Benchmarks;

/// <summary>What a member costs.</summary>
internal static class MemoryTable
{
    public static async Task<string> MeasureAsync(string server, IDatabase database, int members)
    {
        (string Name, Action<LeaderboardsOptions> Configure)[] kinds =
        [
            ("ties by name", _ => { }),
            ("ties by time", options => options.TieBreak = TieBreak.FirstToReach),
            ("dense ranks, a thousand different scores", options => options.DenseRanks = true),
        ];
        string rows = "";
        foreach ((string name, Action<LeaderboardsOptions> configure) in kinds)
        {
            var options = new LeaderboardsOptions
            {
                KeyPrefix = "memory",
                RedisTimeout = TimeSpan.FromSeconds(60),
                MinScore = 0,
                MaxScore = 1_000,
            };
            configure(options);
            var boards = new RedisLeaderboards(database, options);
            await boards.SubmitBatchAsync("m", Enumerable.Range(0, members).Select(
                number => new LeaderboardScore($"player:{number:00000000}", number % 1_000)));
            double bytes = 0;
            foreach (string part in new[] { "scores:all", "levels:all" })
            {
                RedisResult used = await database.ExecuteAsync(
                    "MEMORY", "USAGE", $"memory:2:{{m}}:{part}", "SAMPLES", "0");
                bytes += used.IsNull ? 0 : (double)used;
            }

            await boards.DeleteAsync("m");
            rows += string.Create(
                CultureInfo.InvariantCulture, $"| {server} | {name} | {members:N0} | {bytes / members:F1} |\n");
        }

        return rows;
    }
}
