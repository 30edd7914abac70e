namespace Patterns.Caching.Sessions;

/// <summary>What became of a write to a session.</summary>
public enum SessionWriteOutcome
{
    /// <summary>It was written.</summary>
    Written,

    /// <summary>Nothing was written, because somebody else has written meanwhile: read again, and decide
    /// anew.</summary>
    Conflict,

    /// <summary>There is no such session: it has ended, or never was.</summary>
    NotFound,

    /// <summary>Nothing was written, because the session would have more than <see cref="SessionOptions.MaxFields"/>
    /// fields.</summary>
    TooManyFields,
}
