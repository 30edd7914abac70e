using System.Globalization;
using System.Text;

namespace Engine.Server.Commands.Server.Latency;

/// <summary>LATENCY GRAPH: columns of characters, each with how long ago it was below.</summary>
internal static class LatencyGraph
{
    private const int Columns = 80;
    private const int Rows = 4;

    /// <summary>The lower, middle and upper third of a character's height.</summary>
    private const string Thirds = "_o#";

    public static string Draw(string eventName, LatencySeries series, long now)
    {
        IReadOnlyList<LatencySample> samples = series.Samples;
        long lowest = samples.Min(sample => sample.Milliseconds);
        long highest = samples.Max(sample => sample.Milliseconds);
        var graph = new StringBuilder();
        graph.Append(CultureInfo.InvariantCulture, $"{eventName} - high {highest} ms, low {lowest} ms ");
        graph.Append(CultureInfo.InvariantCulture, $"(all time high {series.Worst} ms)\n");
        graph.Append('-', Columns).Append('\n');
        foreach (LatencySample[] part in samples.Chunk(Columns))
        {
            if (part[0] != samples[0])
                graph.Append('\n');
            Draw(graph, part, lowest, Math.Max(1, highest - lowest), now);
        }

        return graph.ToString();
    }

    private static void Draw(StringBuilder graph, LatencySample[] samples, long lowest, long range, long now)
    {
        for (int row = 0; row < Rows; row++)
        {
            foreach (LatencySample sample in samples)
                graph.Append(CharacterAt(row, sample.Milliseconds - lowest, range));
            graph.Append('\n');
        }

        graph.Append(' ', samples.Length).Append('\n');
        string[] labels = [.. samples.Select(sample => Age(now - sample.UnixSeconds))];
        for (int row = 0; row < labels.Max(label => label.Length); row++)
        {
            foreach (string label in labels)
                graph.Append(row < label.Length ? label[row] : ' ');
            graph.Append('\n');
        }
    }

    private static char CharacterAt(int row, long value, long range)
    {
        int steps = Rows * Thirds.Length;
        int step = (int)Math.Min(value * steps / range, steps - 1);
        int above = step - (Rows - row - 1) * Thirds.Length;
        if (above < 0)
            return ' ';
        return above < Thirds.Length ? Thirds[above] : '|';
    }

    private static string Age(long seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
        < 60 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m"),
        < 24 * 60 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / (60 * 60)}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / (24 * 60 * 60)}d"),
    };
}
