namespace Tour.Chapters;

/// <summary>How often an invariant was checked, and how often it held.</summary>
internal readonly record struct InvariantTally(int Held, int Checked);
