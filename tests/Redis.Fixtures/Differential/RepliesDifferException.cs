namespace Redis.Fixtures.Differential;

/// <summary>
/// Two servers gave different replies to the same commands; the message shows which and what led to it.
/// </summary>
public sealed class RepliesDifferException(string message) : Exception(message);
