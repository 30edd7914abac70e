namespace Redis.Fixtures.Differential;

/// <summary>A line of a script with holes, and how often it is to be taken relative to the others.</summary>
/// <param name="Weight">Two is taken twice as often as one.</param>
/// <param name="Line">A line such as <c>SET {key} {value} {|NX|XX}</c>; see <see cref="RandomCommands"/>.</param>
public sealed record CommandTemplate(int Weight, string Line);
