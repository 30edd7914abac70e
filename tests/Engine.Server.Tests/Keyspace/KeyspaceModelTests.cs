using Engine.Server.Memory;
using Redis.Fixtures;

namespace Engine.Server.Tests.Keyspace;

public sealed class KeyspaceModelTests
{
    /// <summary>A table that was used keeps one bucket, and each of the three databases has two tables.</summary>
    private const int BytesOfEmptyTables = 3 * 2 * Bucket.Bytes;

    [Theory, Trait("Category", "Soak")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_random_history_leaves_what_a_dictionary_would_hold(int seed)
    {
        var model = new KeyspaceModel(seed);
        for (int round = 0; round < Soak.Iterations(usual: 60, soak: 3000); round++)
        {
            for (int step = 0; step < 100; step++)
                model.Step();
            model.Check();
        }

        model.RemoveAll();
        model.Check();
        Assert.Equal(0, model.Store.Heap.BlockCount);
        Assert.InRange(model.Store.UsedBytes, 0, BytesOfEmptyTables);
    }
}
