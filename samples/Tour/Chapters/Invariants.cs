namespace Tour.Chapters;

/// <summary>What must hold in a chapter. Every check is counted, so that the report can say what was checked.</summary>
internal sealed class Invariants
{
    private readonly Dictionary<string, InvariantTally> _tallies = [];
    private readonly List<string> _violations = [];

    /// <summary>How often each invariant was checked and held, in the order of first appearance.</summary>
    public IReadOnlyDictionary<string, InvariantTally> Tallies => _tallies;

    /// <summary>One sentence for each check that failed.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <param name="invariant">What must hold, as a sentence without its full stop.</param>
    /// <param name="holds">Whether it does.</param>
    /// <param name="found">What was found instead.</param>
    public void Require(string invariant, bool holds, string found)
    {
        InvariantTally tally = _tallies.GetValueOrDefault(invariant);
        _tallies[invariant] = new InvariantTally(tally.Held + (holds ? 1 : 0), tally.Checked + 1);
        if (!holds)
        {
            _violations.Add($"{invariant}, but {found}.");
        }
    }
}
