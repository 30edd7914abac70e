using Spectre.Console;
using Tour.Chapters;

namespace Tour.Reports;

/// <summary>Everything that the tour prints. A terminal gets moving bars and colours, a file plain lines.</summary>
internal sealed class TourReport(IAnsiConsole console)
{
    // A file has no width: no table and no sentence reaches this far.
    private const int FileWidth = 1000;

    /// <summary>A report on standard output.</summary>
    public static TourReport OnStandardOutput()
    {
        if (!Console.IsOutputRedirected)
        {
            return new TourReport(AnsiConsole.Console);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = FileWidth;
        return new TourReport(console);
    }

    public void WriteLine(string text) => console.WriteLine(text);

    public void BeginChapter(ITourChapter chapter)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{chapter.Title}[/]");
    }

    /// <summary>Runs work that reports its progress.</summary>
    public async Task<T> WithProgressAsync<T>(Func<IProgressDisplay, Task<T>> work)
        => IsTerminal
            ? await console.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn())
                .StartAsync(progress => work(new LiveProgress(progress)))
            : await work(new LineProgress(console));

    public void WriteResult(ChapterResult result)
    {
        console.WriteLine();
        console.Write(Draw(result.Table));
        foreach ((string invariant, InvariantTally tally) in result.Invariants.Tallies)
        {
            console.WriteLine($"  held {tally.Held} of {tally.Checked}: {invariant}.");
        }
    }

    public void WriteViolation(string sentence) => console.MarkupLineInterpolated($"[red]VIOLATED: {sentence}[/]");

    private bool IsTerminal => console.Profile.Capabilities.Interactive;

    private Table Draw(ResultTable result)
    {
        // Narrow columns without lines between them, because many terminals are 80 characters wide.
        (TableBorder border, int left) = IsTerminal ? (TableBorder.Simple, 0) : (TableBorder.Ascii, 1);
        var table = new Table { Border = border };
        for (int column = 0; column < result.Columns.Count; column++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(result.Columns[column]))
            {
                Alignment = column == 0 ? Justify.Left : Justify.Right,
                Padding = new Padding(left, top: 0, right: 1, bottom: 0),
                NoWrap = true,
            });
        }

        foreach (IReadOnlyList<string> row in result.Rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }
}
