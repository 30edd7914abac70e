namespace Engine.Server.Tests.Memory;

public sealed class HandleTableRandomTests
{
    private readonly TableUnderTest _subject = new();
    private readonly Random _random = new(51);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(769)]
    public void Every_entry_is_drawn_about_equally_often(int count)
    {
        _subject.AddRange(0, count);

        CheckFairness(count);
    }

    [Fact]
    public void Entries_are_drawn_fairly_in_the_middle_of_growth()
    {
        _subject.AddRange(0, 769);
        Assert.True(_subject.Table.IsRehashing);
        for (int part = 0; part < 3; part++)
        {
            Assert.True(_subject.Table.RehashStep(16));
            CheckFairness(769);
        }
    }

    [Fact]
    public void Entries_are_drawn_fairly_in_the_middle_of_shrinkage()
    {
        _subject.AddRange(0, 769);
        _subject.RemoveRange(0, 769 - 191);
        Assert.True(_subject.Table.IsRehashing);
        for (int part = 0; part < 3; part++)
        {
            Assert.True(_subject.Table.RehashStep(20));
            CheckFairness(191);
        }
    }

    [Fact]
    public void Last_entry_of_a_large_table_that_has_not_shrunk_yet_is_drawn()
    {
        _subject.AddRange(0, 20_000);
        _subject.RemoveRange(0, 19_000);
        List<uint> handles = _subject.Handles();
        foreach (uint handle in handles[1..])
            Assert.True(_subject.Table.RemoveHandle(handle, Records.Hash(_subject.Records.KeyOf(handle))));

        Assert.Equal(handles[0], _subject.Table.Random(_random));
    }

    private void CheckFairness(int count)
    {
        const int drawsPerEntry = 200;
        Dictionary<uint, int> draws = _subject.Handles().ToDictionary(handle => handle, _ => 0);
        Assert.Equal(count, draws.Count);
        for (int draw = 0; draw < count * drawsPerEntry; draw++)
            draws[_subject.Table.Random(_random)]++;

        Assert.All(draws.Values, drawn => Assert.InRange(drawn, drawsPerEntry / 2, 2 * drawsPerEntry));
    }
}
