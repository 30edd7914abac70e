namespace Engine.Server;

/// <summary>
/// A snapshot is taken when so many seconds have gone by since the last one and so many changes have been made.
/// </summary>
/// <param name="Seconds">1 or more.</param>
/// <param name="Changes">0 or more.</param>
public sealed record SavePoint(int Seconds, int Changes);
