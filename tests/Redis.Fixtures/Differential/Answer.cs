using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>
/// What a server did when a value was due: it sent one, or there is a sentence on what happened instead.
/// </summary>
internal sealed record Answer(RespValue? Value, string? Fault = null)
{
    /// <summary>Both a clean end and a reset: which of them comes depends on what was still unread.</summary>
    public static Answer Closed { get; } = new(null, "(the server closed the connection)");

    public static Answer TimedOut { get; } = new(null, "(no whole value came in time)");

    public static Answer Nothing { get; } = new(null, "(nothing)");

    public override string ToString() => Fault ?? Value!.ToString();
}
