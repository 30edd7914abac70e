namespace Redis.Fixtures.Differential;

/// <summary>A row of <see cref="Normalisers"/>.</summary>
/// <param name="Command">The command in capitals, with its first argument if the row is only for that.</param>
/// <param name="Normaliser">What is done to its replies.</param>
/// <param name="Reason">Why its replies cannot be compared as they are.</param>
internal sealed record NormaliserRow(string Command, Normaliser Normaliser, string Reason);
