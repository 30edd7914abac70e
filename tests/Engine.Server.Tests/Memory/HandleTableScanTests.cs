using FsCheck;
using FsCheck.Fluent;

namespace Engine.Server.Tests.Memory;

public sealed class HandleTableScanTests
{
    private const int Residents = 150;

    private readonly TableUnderTest _subject = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Scan_of_a_table_at_rest_visits_every_handle_once(int count)
    {
        _subject.AddRange(0, count);

        Assert.Equal(_subject.Handles().Order(), ScanAll().Order());
    }

    [Fact]
    public void Scan_in_the_middle_of_a_resize_visits_every_handle_once()
    {
        _subject.AddRange(0, 3073);
        for (int step = 0; _subject.Table.IsRehashing; step++)
        {
            Assert.Equal(3073, ScanAll().Distinct().Count());
            Assert.Equal(3073, ScanAll().Count);
            _subject.Table.RehashStep(9);
        }

        _subject.RemoveRange(0, 2500);
        Assert.True(_subject.Table.IsRehashing);
        while (_subject.Table.RehashStep(9))
        {
            Assert.Equal(573, ScanAll().Distinct().Count());
            Assert.Equal(573, ScanAll().Count);
        }
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x8000_0000_0000_0000)]
    [InlineData(12345678901234567890)]
    public void Scan_from_any_cursor_ends(ulong cursor)
    {
        _subject.AddRange(0, 1000);
        CollectingVisitor visitor = new();
        int calls = 0;
        for (; cursor != 0; calls++)
            cursor = _subject.Table.Scan(cursor, ref visitor);

        Assert.InRange(calls, 1, 1000);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData(44)]
    public void Scan_returns_every_key_that_stays_whatever_happens_in_between(int seed)
    {
        Random random = new(seed);
        for (int scan = 0; scan < 15; scan++)
        {
            CheckScanWithBursts(() => random.Next(4) switch
            {
                0 => random.Next(-4000, 4000),
                1 => -5000,
                _ => random.Next(-50, 50),
            });
        }
    }

    [Fact]
    public void Scan_returns_every_key_that_stays_whatever_the_bursts()
    {
        Prop.ForAll((short[] bursts) =>
        {
            int next = 0;
            CheckScanWithBursts(() => next < bursts.Length ? bursts[next++] % 3000 : 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(1500));
    }

    /// <summary>Between two calls a burst adds or removes passing keys; records and chains move too.</summary>
    private static void CheckScanWithBursts(Func<int> nextBurst)
    {
        TableUnderTest subject = new();
        subject.AddRange(0, Residents);
        HashSet<string> seen = [];
        int passing = 0;
        ulong cursor = 0;
        do
        {
            int burst = nextBurst();
            int target = Math.Clamp(passing + burst, 0, 8000);
            if (target > passing)
                subject.AddRange(Residents + passing, target - passing);
            else
                subject.RemoveRange(Residents + target, passing - target);
            passing = target;
            subject.Table.RehashStep(Math.Abs(burst) % 7);
            Assert.True(subject.Move(Records.Key(Math.Abs(burst) % Residents)));

            CollectingVisitor visitor = new();
            cursor = subject.Table.Scan(cursor, ref visitor);
            foreach (uint handle in visitor.Handles)
                seen.Add(System.Text.Encoding.ASCII.GetString(subject.Records.KeyOf(handle)));
        }
        while (cursor != 0);

        for (int number = 0; number < Residents; number++)
            Assert.Contains($"key:{number}", seen);
    }

    private List<uint> ScanAll()
    {
        CollectingVisitor visitor = new();
        ulong cursor = 0;
        do
            cursor = _subject.Table.Scan(cursor, ref visitor);
        while (cursor != 0);
        return visitor.Handles;
    }
}
