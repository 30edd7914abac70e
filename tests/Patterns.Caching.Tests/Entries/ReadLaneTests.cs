using Patterns.Caching.Entries;

namespace Patterns.Caching.Tests.Entries;

public sealed class ReadLaneTests
{
    private readonly ReadLane _lane = new();

    [Fact]
    public void The_fifth_read_of_a_key_is_shared()
    {
        EnterFourTimes("k");
        Assert.False(_lane.Enter("k", out Task<EntryBytes>? fifth));
        Assert.False(_lane.Enter("k", out Task<EntryBytes>? sixth));
        Assert.NotNull(fifth);
        Assert.Same(fifth, sixth);
        Assert.Same(fifth, _lane.Leave(goesOn: true)!.Task);

        // The shared read has the place of the one that has ended.
        Assert.False(_lane.Enter("k", out Task<EntryBytes>? seventh));
        Assert.NotNull(seventh);
        Assert.NotSame(fifth, seventh);
    }

    [Fact]
    public void Another_key_in_the_lane_goes_alone_until_the_lane_is_free()
    {
        EnterFourTimes("k");
        Assert.False(_lane.Enter("other", out Task<EntryBytes>? shared));
        Assert.Null(shared);

        for (int read = 0; read < 4; read++)
        {
            Assert.Null(_lane.Leave(goesOn: true));
        }

        EnterFourTimes("other");
        Assert.False(_lane.Enter("k", out shared));
        Assert.Null(shared);
    }

    [Fact]
    public void A_read_after_which_none_is_sent_leaves_its_place()
    {
        EnterFourTimes("k");
        _lane.Enter("k", out Task<EntryBytes>? shared);
        Assert.Same(shared, _lane.Leave(goesOn: false)!.Task);
        Assert.True(_lane.Enter("k", out shared));
        Assert.Null(shared);
    }

    private void EnterFourTimes(string key)
    {
        for (int read = 0; read < 4; read++)
        {
            Assert.True(_lane.Enter(key, out Task<EntryBytes>? shared));
            Assert.Null(shared);
        }
    }
}
