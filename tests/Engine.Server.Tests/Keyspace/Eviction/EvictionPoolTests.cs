using Engine.Server.Keyspace.Eviction;

namespace Engine.Server.Tests.Keyspace.Eviction;

public sealed class EvictionPoolTests
{
    private readonly EvictionPool _pool = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_best_of_all_candidates_are_kept_and_taken_in_order(int seed)
    {
        var random = new Random(seed);
        ulong[] scores = [.. Enumerable.Range(0, 200).Select(_ => (ulong)random.Next(1000))];
        for (int i = 0; i < scores.Length; i++)
            Offer(database: 0, handle: (uint)i + 1, scores[i]);

        Assert.Equal(scores.OrderDescending().Take(EvictionPool.Size), TakeAll().Select(candidate => candidate.Score));
    }

    [Fact]
    public void A_key_that_is_seen_again_is_kept_once_with_its_new_score()
    {
        Offer(0, handle: 1, score: 10);
        Offer(0, handle: 2, score: 20);
        Offer(1, handle: 1, score: 15);

        Offer(0, handle: 1, score: 30);

        Assert.Equal(
            [(0, 1u, 30ul), (0, 2u, 20ul), (1, 1u, 15ul)],
            TakeAll().Select(candidate => (candidate.Database, candidate.Handle, candidate.Score)));
    }

    [Fact]
    public void A_key_that_is_seen_again_takes_no_place_from_others()
    {
        for (uint i = 1; i <= EvictionPool.Size; i++)
            Offer(0, i, score: i);

        Offer(0, handle: 5, score: 100);

        Assert.Equal(
            Enumerable.Range(1, EvictionPool.Size).Select(number => (uint)number).Order(),
            TakeAll().Select(candidate => candidate.Handle).Order());
    }

    [Fact]
    public void Only_candidates_better_than_the_worst_are_wanted_when_it_is_full()
    {
        for (uint i = 1; i <= EvictionPool.Size; i++)
            Offer(0, i, score: 10);

        Assert.False(_pool.Wants(10));
        Assert.True(_pool.Wants(11));
        _pool.Clear();
        Assert.True(_pool.Wants(0));
        Assert.False(_pool.TryTake(out _));
    }

    private void Offer(int database, uint handle, ulong score)
    {
        if (_pool.Wants(score))
            _pool.Add(new EvictionCandidate(database, handle, Hash: 0, score));
    }

    private List<EvictionCandidate> TakeAll()
    {
        List<EvictionCandidate> taken = [];
        while (_pool.TryTake(out EvictionCandidate candidate))
            taken.Add(candidate);
        return taken;
    }
}
