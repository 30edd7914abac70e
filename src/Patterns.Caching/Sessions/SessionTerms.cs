namespace Patterns.Caching.Sessions;

/// <summary>How long one session lives; a user who wants to be remembered gets a longer one than others.</summary>
public sealed record SessionTerms
{
    /// <summary>How long it lives after it was used last.</summary>
    /// <value>1 second to 365 days; null, the default, means <see cref="SessionOptions.IdleTimeout"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? IdleTimeout
    {
        get;
        init => field = Check(value, SessionOptionsValidator.MaxIdleTimeout, nameof(IdleTimeout));
    }

    /// <summary>How long it lives however often it is used.</summary>
    /// <value>1 second to 3650 days; null, the default, means <see cref="SessionOptions.AbsoluteTimeout"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? AbsoluteTimeout
    {
        get;
        init => field = Check(value, SessionOptionsValidator.MaxAbsoluteTimeout, nameof(AbsoluteTimeout));
    }

    private static TimeSpan? Check(TimeSpan? timeout, TimeSpan maximum, string name)
    {
        if (timeout < SessionOptionsValidator.MinTimeout || timeout > maximum)
        {
            throw new ArgumentOutOfRangeException(
                name,
                $"The timeout {timeout:c} must be between {SessionOptionsValidator.MinTimeout:c} and {maximum:c}: "
                + "leave it null for what the store's options say.");
        }

        return timeout;
    }
}
