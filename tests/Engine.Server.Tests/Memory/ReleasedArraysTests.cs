using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class ReleasedArraysTests
{
    private readonly ReleasedArrays _released = new();

    [Fact]
    public void Array_within_the_bounds_is_taken_once()
    {
        byte[] small = new byte[10];
        byte[] large = new byte[20];
        _released.Add(large);
        _released.Add(small);

        Assert.Null(_released.Take(11, 19));
        Assert.Null(_released.Take(21, 30));
        Assert.Same(large, _released.Take(11, 20));
        Assert.Null(_released.Take(11, 20));
        Assert.Same(small, _released.Take(10, 10));
        Assert.Null(_released.Take(0, 100));
    }

    [Fact]
    public void Array_that_the_collector_took_is_forgotten()
    {
        byte[] kept = new byte[10];
        _released.Add(kept);
        AddUnreferenced();
        GC.Collect();

        Assert.Null(_released.Take(20, 20));
        Assert.Same(kept, _released.Take(10, 10));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddUnreferenced()
    {
        for (int count = 0; count < 3; count++)
            _released.Add(new byte[20]);
    }
}
