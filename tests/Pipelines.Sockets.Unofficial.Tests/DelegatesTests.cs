namespace Pipelines.Sockets.Unofficial.Tests;

public sealed class DelegatesTests
{
    private static readonly Func<int> s_one = static () => 1;
    private static readonly Func<int> s_two = static () => 2;
    private static readonly Func<int> s_three = static () => 3;

    [Fact]
    public void Targets_come_in_the_order_in_which_they_were_combined()
    {
        Assert.Equal([1, 2, 3, 1], Results(s_one + s_two + s_three + s_one));
        Assert.Equal([2], Results(s_two));
        Assert.Empty(Results(null));
    }

    [Fact]
    public void Single_means_exactly_one_target()
    {
        Assert.True(s_one.IsSingle());
        Assert.False((s_one + s_two).IsSingle());
        Assert.True((s_one + s_two - s_one)!.IsSingle());
        Assert.False(Delegates.IsSingle(null));
    }

    [Fact]
    public void Walk_can_be_disposed_as_the_client_does()
    {
        using var targets = s_one.AsEnumerable().GetEnumerator();

        Assert.True(targets.MoveNext());
        Assert.Same(s_one, targets.Current);
    }

    [Fact]
    public void Walking_the_targets_does_not_allocate()
    {
        var all = s_one + s_two + s_three;
        Assert.Equal(6, Sum(all));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Sum(all);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(6, sum);
    }

    private static int Sum(Func<int> all)
    {
        var sum = 0;
        foreach (var target in all.AsEnumerable())
        {
            sum += target();
        }

        return sum;
    }

    private static List<int> Results(Func<int>? all)
    {
        var results = new List<int>();
        foreach (var target in all.AsEnumerable())
        {
            results.Add(target());
        }

        return results;
    }
}
