using Engine.Testing;
using Patterns.Caching.HotKeys;

namespace Patterns.Caching.Tests.HotKeys;

public sealed class HotKeyDetectorTests
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly List<HotKey> _detected = [];

    [Fact]
    public void The_few_keys_with_most_of_the_traffic_are_found()
    {
        HotKeyDetector detector = Create(threshold: 500);
        var random = new Random(1);
        for (int read = 0; read < 20_000; read++)
        {
            // Three keys get a tenth of all reads each, 7,000 others share the rest.
            int draw = random.Next(10_000);
            detector.Count(draw < 3_000 ? $"hot{draw / 1_000}" : $"cold{draw}");
        }

        Assert.Equal(["hot0", "hot1", "hot2"], detector.List().Select(key => key.Key).Order());
        Assert.All(detector.List(), key => Assert.InRange(key.Reads, 1_800, 2_300));
        Assert.Equal(3, _detected.Count);
        Assert.True(detector.IsHot("hot1"));
        Assert.False(detector.IsHot("cold5000"));
    }

    [Fact]
    public async Task A_key_stays_hot_for_one_more_window()
    {
        HotKeyDetector detector = Create(threshold: 10);
        Read(detector, times: 10);
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.True(detector.IsHot("k"));
        Read(detector, times: 5);
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.False(detector.IsHot("k"));
        Assert.Empty(detector.List());
        Assert.Single(_detected);
    }

    [Fact]
    public async Task After_a_window_without_reads_nothing_is_hot()
    {
        HotKeyDetector detector = Create(threshold: 10);
        Read(detector, times: 10);
        await _clock.AdvanceAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.False(detector.IsHot("k"));
    }

    private static void Read(HotKeyDetector detector, int times)
    {
        for (int read = 0; read < times; read++)
        {
            detector.Count("k");
        }
    }

    private HotKeyDetector Create(int threshold)
        => new(new HotKeyOptions { Threshold = threshold }, _detected.Add, _clock);
}
