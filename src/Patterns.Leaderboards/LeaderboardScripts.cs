using Patterns.Core.Scripting;

namespace Patterns.Leaderboards;

/// <summary>The scripts of the boards, each with the parts that it uses.</summary>
internal static class LeaderboardScripts
{
    public static RedisScript Submit { get; } = Load("submit", "scale", "levels", "periods");

    public static RedisScript SubmitBatch { get; } = Load("submit_batch", "scale", "levels", "periods");

    public static RedisScript ReadRange { get; } = Load("read_range", "scale", "places");

    public static RedisScript ReadAround { get; } = Load("read_around", "scale", "places");

    public static RedisScript ReadScores { get; } = Load("read_scores", "scale", "places");

    public static RedisScript ReadMembers { get; } = Load("read_members", "scale", "places");

    public static RedisScript ReadPercentile { get; } = Load("read_percentile", "scale", "places");

    public static RedisScript ReadQuantile { get; } = Load("read_quantile", "scale");

    public static RedisScript Remove { get; } = Load("remove", "scale", "levels");

    public static RedisScript Merge { get; } = Load("merge", "scale", "levels");

    private static RedisScript Load(string name, params ReadOnlySpan<string> parts)
        => RedisScript.FromResource(typeof(LeaderboardScripts).Assembly, name, parts);
}
