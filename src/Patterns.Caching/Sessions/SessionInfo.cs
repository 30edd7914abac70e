namespace Patterns.Caching.Sessions;

/// <summary>What is known about a session without its content, to be shown to its user or an administrator.</summary>
/// <param name="Handle">Names the session for <see cref="SessionStore.RevokeAsync"/>. It does not let anybody use
/// it.</param>
/// <param name="User">Whose it is; null for nobody's.</param>
/// <param name="StartedAt">When it began, by the clock of Redis.</param>
/// <param name="LivesFor">How long it still lives if it is not used.</param>
/// <param name="EndsAt">When it ends however often it is used, by the clock of Redis.</param>
public sealed record SessionInfo(
    string Handle, string? User, DateTimeOffset StartedAt, TimeSpan LivesFor, DateTimeOffset EndsAt);
