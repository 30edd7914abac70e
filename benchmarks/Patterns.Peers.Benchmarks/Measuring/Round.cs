namespace Patterns.Peers.Benchmarks.Measuring;

/// <summary>What a round has shown.</summary>
/// <param name="Times">How long each of what was timed took, in the contest's unit; one if only their sum was.</param>
/// <param name="Commands">Commands for each call, with those of scripts; unknown if the round does not say.</param>
/// <param name="Bytes">Bytes allocated in this process for each call; unknown if the round does not say.</param>
/// <param name="Remark">What else happened, for the table.</param>
internal sealed record Round(
    double[] Times, double Commands = double.NaN, double Bytes = double.NaN, string Remark = "");
