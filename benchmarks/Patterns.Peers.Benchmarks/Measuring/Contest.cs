using System.Globalization;
using System.Text;

namespace Patterns.Peers.Benchmarks.Measuring;

/// <summary>Libraries that do the same thing in turns; the first one is ours.</summary>
/// <param name="title">What they do.</param>
/// <param name="unit">The unit of the times.</param>
/// <param name="contestants">The libraries.</param>
internal sealed class Contest(string title, string unit, IReadOnlyList<Contestant> contestants)
{
    private readonly List<Round>[] _rounds = [.. contestants.Select(_ => new List<Round>())];

    public string Title => title;

    /// <summary>Runs all rounds, and one before them that does not count, because code is compiled in it.</summary>
    public async Task RunAsync(int rounds)
    {
        for (int round = 0; round <= rounds; round++)
        {
            for (int turn = 0; turn < contestants.Count; turn++)
            {
                // Each begins a round once, so that none is always the first.
                int index = (round + turn) % contestants.Count;
                Round result = await contestants[index].RoundAsync();
                if (round > 0)
                {
                    _rounds[index].Add(result);
                }
            }
        }
    }

    /// <summary>The contest as a table in Markdown.</summary>
    public string ToTable()
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
        table.Append(CultureInfo.InvariantCulture, $"| | {unit} | p99 | beside ours: median (range) ");
        table.Append("| commands | bytes | |\n");
        table.Append("|---|---|---|---|---|---|---|\n");
        for (int index = 0; index < contestants.Count; index++)
        {
            table.Append(ToRow(index));
        }

        return table.Append('\n').ToString();
    }

    /// <summary>The medians of the rounds as they were measured, a line each.</summary>
    public IEnumerable<string> ToRawRows()
        => from index in Enumerable.Range(0, contestants.Count)
           from round in Enumerable.Range(0, _rounds[index].Count)
           select string.Create(
               CultureInfo.InvariantCulture,
               $"{title}\t{contestants[index].Name}\t{round + 1}\t{Percentile(_rounds[index][round].Times, 50):G5}\t"
               + $"{Percentile(_rounds[index][round].Times, 99):G5}\t{_rounds[index][round].Remark}");

    private string ToRow(int index)
    {
        List<Round> rounds = _rounds[index];
        double[] all = [.. rounds.SelectMany(round => round.Times)];
        double[] ratios =
        [
            .. rounds
                .Zip(_rounds[0], (theirs, ours) => Percentile(theirs.Times, 50) / Percentile(ours.Times, 50))
                .Order(),
        ];
        string p99 = rounds[0].Times.Length > 1 ? Write(Percentile(all, 99)) : "";
        string beside = index == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"{Percentile(ratios, 50):F2} ({ratios[0]:F2} - {ratios[^1]:F2})");
        return $"| {contestants[index].Name} | {Write(Percentile(all, 50))} | {p99} | {beside} "
            + $"| {Write(Percentile([.. rounds.Select(round => round.Commands)], 50))} "
            + $"| {Write(rounds.Min(round => round.Bytes))} | {rounds[^1].Remark} |\n";
    }

    private static double Percentile(double[] figures, int percent)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }

    private static string Write(double figure) => figure switch
    {
        double.NaN => "",
        >= 1000 => figure.ToString("F0", CultureInfo.InvariantCulture),
        _ => figure.ToString("G3", CultureInfo.InvariantCulture),
    };
}
