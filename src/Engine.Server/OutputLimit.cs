namespace Engine.Server;

/// <summary>
/// How much may wait for a client that does not read: <c>client-output-buffer-limit</c>. 0 means no limit.
/// </summary>
/// <param name="HardBytes">At this many bytes the client is closed at once.</param>
/// <param name="SoftBytes">
/// At this many bytes it is closed when it stays above them for <paramref name="SoftSeconds"/>.
/// </param>
/// <param name="SoftSeconds">Seconds.</param>
public readonly record struct OutputLimit(long HardBytes, long SoftBytes, int SoftSeconds);
