namespace Patterns.Core.Resilience;

/// <summary>Why a Redis command brought no reply.</summary>
public enum RedisFailure
{
    /// <summary>It brought one.</summary>
    None,

    /// <summary>The key holds another data type: a fault of the data, not of Redis.</summary>
    WrongType,

    /// <summary>There was no reply in time; the command may have run, and may still run.</summary>
    Timeout,

    /// <summary>The connection is gone, or was never there; the command may have run.</summary>
    Connection,

    /// <summary>Redis answered with an error.</summary>
    ServerError,

    /// <summary>The circuit is open, or the caller's own pipeline refused the command: it was not sent.</summary>
    Rejected,
}
