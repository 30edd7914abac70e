using Patterns.Caching.Filling;

namespace Patterns.Caching.Tests.Filling;

public sealed class FlightTests
{
    private readonly FlightTable _flights = new();

    [Fact]
    public void The_first_caller_starts_and_the_next_joins()
    {
        Flight first = _flights.JoinOrStart<int>("k", out bool started);
        Assert.True(started);
        Assert.Same(first, _flights.JoinOrStart<int>("k", out started));
        Assert.False(started);
        Assert.NotSame(first, _flights.JoinOrStart<int>("other", out started));
        Assert.True(started);
    }

    [Fact]
    public void An_ended_flight_leaves_no_memory_behind()
    {
        Flight flight = _flights.JoinOrStart<int>("k", out _);
        _flights.End("k", flight);
        Assert.Equal(0, _flights.Count);
    }

    [Fact]
    public void A_revoked_flight_is_not_joined()
    {
        Flight flight = _flights.JoinOrStart<int>("k", out _);
        _flights.Revoke("k");
        Assert.NotSame(flight, _flights.JoinOrStart<int>("k", out bool started));
        Assert.True(started);
    }

    [Fact]
    public void The_end_of_a_revoked_flight_does_not_end_its_successor()
    {
        Flight revoked = _flights.JoinOrStart<int>("k", out _);
        _flights.Revoke("k");
        Flight successor = _flights.JoinOrStart<int>("k", out _);

        _flights.End("k", revoked);

        Assert.Same(successor, _flights.JoinOrStart<int>("k", out _));
    }

    [Fact]
    public async Task Only_the_last_caller_that_leaves_abandons_the_flight()
    {
        var flight = (ValueFlight<int>)_flights.JoinOrStart<int>("k", out _);
        Assert.True(flight.TryJoin());
        using var leaves = new CancellationTokenSource();
        Task<int> first = flight.WaitAsync(leaves.Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(flight.Abandoned.IsCancellationRequested);
        Assert.True(flight.TryJoin());

        var abandoned = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = flight.Abandoned.Register(abandoned.SetResult);
        foreach (Task<int> caller in new[] { flight.WaitAsync(leaves.Token), flight.WaitAsync(leaves.Token) })
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        }

        await abandoned.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(flight.TryJoin());
    }

    [Fact]
    public async Task A_failure_that_nobody_waits_for_is_nobodys_unobserved_fault()
    {
        var failure = new TimeZoneNotFoundException();
        bool unobserved = false;
        EventHandler<UnobservedTaskExceptionEventArgs> handler = (_, arguments) =>
            unobserved |= arguments.Exception.InnerExceptions.Contains(failure);
        TaskScheduler.UnobservedTaskException += handler;
        FailAndForget(failure);
        await Task.Run(GC.Collect, TestContext.Current.CancellationToken);
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= handler;
        Assert.False(unobserved);

        static void FailAndForget(Exception failure) => new ValueFlight<int>().Fail(failure);
    }
}
