namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>Thrown by a source for a write that it will never take, such as one that breaks a constraint. It becomes a
/// dead write at once instead of being repeated.</summary>
public sealed class WriteRejectedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why; it is kept with the dead write.</param>
    public WriteRejectedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why; it is kept with the dead write.</param>
    /// <param name="innerException">What the source said.</param>
    public WriteRejectedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
