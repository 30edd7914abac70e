namespace Tour;

/// <summary>The tour cannot run; the message is a sentence for the person who started it.</summary>
internal sealed class TourException : Exception
{
    public TourException(string message)
        : base(message)
    {
    }

    public TourException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
