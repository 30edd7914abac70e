using Engine.Testing;
using Patterns.RateLimiting.Local;

namespace Patterns.RateLimiting.Tests.Local;

public sealed class ReservedPermitsTests
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly ReservedPermits _reserved = new();

    [Fact]
    public async Task Each_permit_is_taken_once_however_many_threads_take_while_others_are_added()
    {
        const int Batch = 7;
        long given = 0;
        long taken = 0;
        bool added = false;
        Task[] takers = [.. Enumerable.Range(1, 4).Select(permits => Task.Run(() =>
        {
            while (!Volatile.Read(ref added))
            {
                while (_reserved.TryTake(permits))
                {
                    Interlocked.Add(ref taken, permits);
                }
            }
        }))];
        while (given < 20_000 || Volatile.Read(ref taken) == 0)
        {
            _reserved.Add(Batch, After(TimeSpan.FromHours(1)), generation: 0);
            given += Batch;
        }

        Volatile.Write(ref added, true);
        await Task.WhenAll(takers);
        Assert.Equal(given, taken + _reserved.Left);
    }

    [Fact]
    public async Task What_is_left_of_a_batch_and_the_next_one_end_with_the_one_that_ends_first()
    {
        _reserved.Add(3, After(TimeSpan.FromSeconds(10)), generation: 0);
        _reserved.Add(3, After(TimeSpan.FromSeconds(20)), generation: 0);
        await AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.True(_reserved.TryTake(4));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.False(_reserved.TryTake(1));
    }

    [Fact]
    public async Task What_is_left_of_a_batch_that_is_over_is_not_added_to_the_next()
    {
        _reserved.Add(3, After(TimeSpan.FromSeconds(10)), generation: 0);
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        _reserved.Add(2, After(TimeSpan.FromSeconds(10)), generation: 0);
        Assert.False(_reserved.TryTake(3));
        Assert.True(_reserved.TryTake(2));
    }

    [Fact]
    public void No_permits_are_granted_while_one_is_left()
    {
        Assert.False(_reserved.TryTake(0));
        _reserved.Add(1, After(TimeSpan.FromSeconds(10)), generation: 0);
        Assert.True(_reserved.TryTake(0));
        Assert.True(_reserved.TryTake(1));
        Assert.False(_reserved.TryTake(0));
    }

    [Fact]
    public async Task A_refill_is_what_is_missing_and_one_callers_business()
    {
        Assert.Equal(9, _reserved.BeginRefill(9));
        Assert.Equal(0, _reserved.BeginRefill(9));
        _reserved.Add(9, After(TimeSpan.FromSeconds(10)), generation: 0);
        _reserved.EndRefill();
        Assert.Equal(0, _reserved.BeginRefill(9));
        Assert.True(_reserved.TryTake(2));
        Assert.Equal(2, _reserved.BeginRefill(9));
        _reserved.EndRefill();
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, _reserved.Left);
        Assert.Equal(9, _reserved.BeginRefill(9));
    }

    [Fact]
    public void What_was_asked_for_before_all_were_dropped_is_dropped_too()
    {
        _reserved.Clear();
        _reserved.Add(3, After(TimeSpan.FromSeconds(10)), generation: 0);
        Assert.False(_reserved.TryTake(1));
        _reserved.Add(3, After(TimeSpan.FromSeconds(10)), _reserved.Generation);
        Assert.True(_reserved.TryTake(3));
    }

    private Deadline After(TimeSpan time) => new(_clock.GetTimestamp(), time, _clock);

    private Task AdvanceAsync(TimeSpan time) => _clock.AdvanceAsync(time, TestContext.Current.CancellationToken);
}
