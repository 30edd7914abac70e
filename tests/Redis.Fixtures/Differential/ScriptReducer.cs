namespace Redis.Fixtures.Differential;

/// <summary>
/// Leaves out of a failing script what it does not need to fail: first large parts, then single lines.
/// </summary>
/// <param name="failsAsync">Whether a script still fails.</param>
/// <param name="maxRuns">After so many tries the shortest script so far has to do.</param>
internal sealed class ScriptReducer(Func<IReadOnlyList<string>, Task<bool>> failsAsync, int maxRuns)
{
    private int _runs;

    public async Task<IReadOnlyList<string>> ReduceAsync(IReadOnlyList<string> lines)
    {
        int size = Math.Max(1, lines.Count / 2);
        while (_runs < maxRuns)
        {
            IReadOnlyList<string> shorter = await WithoutPartsAsync(lines, size);
            if (size == 1 && shorter.Count == lines.Count)
            {
                break;
            }

            lines = shorter;
            size = Math.Max(1, size / 2);
        }

        return lines;
    }

    private async Task<IReadOnlyList<string>> WithoutPartsAsync(IReadOnlyList<string> lines, int size)
    {
        int start = 0;
        while (start < lines.Count && _runs < maxRuns)
        {
            _runs++;
            string[] candidate = [.. lines.Take(start), .. lines.Skip(start + size)];
            if (candidate.Length > 0 && await failsAsync(candidate))
            {
                lines = candidate;
            }
            else
            {
                start += size;
            }
        }

        return lines;
    }
}
