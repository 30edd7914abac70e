namespace Redis.Fixtures;

/// <summary>Waits for something that gives no signal by asking again and again, with a deadline.</summary>
public static class Poll
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the condition holds.</summary>
    /// <param name="condition">What is asked, every five milliseconds.</param>
    /// <param name="expectation">A sentence that the failure repeats, such as "the replica is in step".</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="TimeoutException">It did not hold within 30 seconds.</exception>
    public static async Task UntilAsync(
        Func<CancellationToken, Task<bool>> condition,
        string expectation,
        CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_deadline);
        try
        {
            while (!await condition(deadline.Token))
            {
                await Task.Delay(s_interval, TimeProvider.System, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It did not come to pass within {s_deadline} that {expectation}.");
        }
    }
}
