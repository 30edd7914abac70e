using Microsoft.Extensions.DependencyInjection;
using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Counters;
using Patterns.Analytics.Nearby;
using Patterns.Analytics.Tests.Support;
using Patterns.Analytics.TimeSeries;
using Patterns.Analytics.TopK;
using Patterns.Analytics.Uniques;
using StackExchange.Redis;

namespace Patterns.Analytics.Tests.Snippets;

/// <summary>The code of docs/analytics, which runs as it stands there.</summary>
public sealed class AnalyticsSnippets(RealRedis server) : AnalyticsCases(server), IClassFixture<RealRedis>
{
    [Fact]
    public void Register()
    {
        var services = new ServiceCollection();

        #region register
        services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        services.AddRedisCounters();
        services.AddRedisUniques(options => options.KeyPrefix = "shop:uniques");
        services.AddRedisTopK(options => options.HalfLife = TimeSpan.FromHours(6), name: "searches");
        #endregion

        Assert.Equal(
            3, services.Count(service => service.ServiceType.Name.StartsWith("Redis", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Count()
    {
        IDatabase database = await DatabaseAsync();
        string prefix = Prefix;
        CancellationToken cancellationToken = Cancellation;
        DateTimeOffset now = await ServerTimeAsync();

        #region counters
        var counters = new RedisCounters(database, new CountersOptions { KeyPrefix = prefix });

        await counters.IncrementAsync("page:home", cancellationToken: cancellationToken);
        long thisWeek = await counters.SumAsync(
            "page:home", now.AddDays(-7), now.AddMinutes(1), cancellationToken);
        IReadOnlyList<CounterPoint> lastHour = await counters.ReadAsync(
            "page:home", TimeSpan.FromMinutes(1), now.AddHours(-1), now.AddMinutes(1), cancellationToken);
        #endregion

        Assert.Equal(1, thisWeek);
        Assert.InRange(lastHour.Count, 61, 62);
    }

    [Fact]
    public async Task Count_visitors()
    {
        IDatabase database = await DatabaseAsync();
        string prefix = Prefix;
        CancellationToken cancellationToken = Cancellation;
        DateTimeOffset now = await ServerTimeAsync();

        #region uniques
        var visitors = new RedisUniques(database, new UniquesOptions { KeyPrefix = prefix });

        await visitors.AddAsync("page:home", ["visitor:17", "visitor:18"], cancellationToken: cancellationToken);
        UniqueCount month = await visitors.CountAsync(
            "page:home", now.AddDays(-29), now.AddMinutes(1), cancellationToken);
        string shown = $"about {month.Estimate:N0} ({month.Low:N0} to {month.High:N0})";
        #endregion

        Assert.Equal("about 2 (1 to 3)", shown);
    }

    [Fact]
    public async Task Count_active_users()
    {
        IDatabase database = await DatabaseAsync();
        CancellationToken cancellationToken = Cancellation;
        ((bool, long, long, double) counts, _, _) = await WithinBucketAsync(
            TimeSpan.FromDays(1), name => CountAsync($"{Prefix}:{name}"));
        Assert.Equal((true, 1, 1, 0), counts);

        async Task<(bool IsNew, long Daily, long Monthly, double CameBack)> CountAsync(string prefix)
        {
            var today = DateOnly.FromDateTime((await ServerTimeAsync()).UtcDateTime);

            #region active
            var users = new RedisActiveUsers(database, new ActiveUsersOptions { KeyPrefix = prefix });

            bool isNew = await users.TrackAsync("site", user: 4711, cancellationToken: cancellationToken);
            long daily = await users.CountAsync("site", today, cancellationToken: cancellationToken);
            long monthly = await users.CountAsync("site", today, days: 30, cancellationToken: cancellationToken);
            RetentionCohort cohort = await users.RetentionAsync(
                "site", today.AddDays(-30), days: 31, cancellationToken: cancellationToken);
            double cameBackAfterAWeek = cohort.ShareAfter(7);
            #endregion

            return (isNew, daily, monthly, cameBackAfterAWeek);
        }
    }

    [Fact]
    public async Task Find_the_most_frequent()
    {
        IDatabase database = await DatabaseAsync();
        string prefix = Prefix;
        CancellationToken cancellationToken = Cancellation;

        #region topk
        var searches = new RedisTopK(
            database, new TopKOptions { KeyPrefix = prefix, Capacity = 1000, HalfLife = TimeSpan.FromHours(6) });

        await searches.AddAsync("searches", "red shoes", cancellationToken: cancellationToken);
        IReadOnlyList<TopKEntry> top = await searches.TopAsync("searches", 10, cancellationToken: cancellationToken);
        string shown = $"{top[0].Item}: {top[0].Count - top[0].MaxError:N0} to {top[0].Count:N0}";
        #endregion

        Assert.Equal("red shoes: 1 to 1", shown);
    }

    [Fact]
    public async Task Note_a_view_and_show_the_dashboard()
    {
        IDatabase database = await DatabaseAsync();
        CancellationToken cancellationToken = Cancellation;
        DateTimeOffset now = await ServerTimeAsync();
        var views = new RedisCounters(database, new CountersOptions { KeyPrefix = Prefix + "views" });
        var visitors = new RedisUniques(database, new UniquesOptions { KeyPrefix = Prefix + "visitors" });
        var articles = new RedisTopK(
            database, new TopKOptions { KeyPrefix = Prefix + "articles", HalfLife = TimeSpan.FromHours(6) });
        string visitor = "visitor:17", article = "article:789";

        #region view
        // Sent together: what one view costs is one wait, not three.
        await Task.WhenAll(
            views.IncrementAsync("site", cancellationToken: cancellationToken).AsTask(),
            visitors.AddAsync("site", [visitor], cancellationToken: cancellationToken).AsTask(),
            articles.AddAsync("articles", article, cancellationToken: cancellationToken).AsTask());
        #endregion

        #region dashboard
        IReadOnlyList<CounterPoint> lastHour = await views.ReadAsync(
            "site", TimeSpan.FromMinutes(1), now.AddHours(-1), now.AddMinutes(1), cancellationToken);
        UniqueCount week = await visitors.CountAsync("site", now.AddDays(-6), now.AddMinutes(1), cancellationToken);
        IReadOnlyList<TopKEntry> popular = await articles.TopAsync(
            "articles", 10, cancellationToken: cancellationToken);
        #endregion

        Assert.Equal(1, lastHour.Sum(minute => minute.Count));
        Assert.Equal(1, week.Estimate);
        Assert.Equal(article, Assert.Single(popular).Item);
    }

    [Fact]
    public async Task Keep_a_series()
    {
        IDatabase database = await DatabaseAsync();
        string prefix = Prefix;
        CancellationToken cancellationToken = Cancellation;
        DateTimeOffset now = await ServerTimeAsync();

        #region series
        var series = new RedisTimeSeries(database, new TimeSeriesOptions { KeyPrefix = prefix });

        await series.AppendAsync("cpu:server1", 45.2, cancellationToken: cancellationToken);
        IReadOnlyList<SampleBucket> hours = await series.ReadAsync(
            "cpu:server1", TimeSpan.FromHours(1), now.AddDays(-1), now.AddMinutes(1), cancellationToken);
        double peak = hours.Max(hour => hour.Max), mean = hours.Sum(hour => hour.Sum) / hours.Sum(hour => hour.Count);
        #endregion

        Assert.Equal((45.2, 45.2), (peak, mean));
    }

    [Fact]
    public async Task Search_nearby()
    {
        IDatabase database = await DatabaseAsync();
        string prefix = Prefix;
        CancellationToken cancellationToken = Cancellation;
        Position here = new(52.52, 13.405), rider = new(52.521, 13.41);

        #region nearby
        var taxis = new RedisNearby(
            database, new NearbyOptions { KeyPrefix = prefix, PositionLifetime = TimeSpan.FromSeconds(30) });

        // Every ten seconds; silent ones are forgotten.
        await taxis.MoveAsync("berlin", "taxi:1", here, cancellationToken);
        IReadOnlyList<NearbyMatch> near = await taxis.SearchAsync(
            "berlin", rider, NearbyArea.Circle(2, LengthUnit.Kilometers), 5, cancellationToken: cancellationToken);
        #endregion

        Assert.InRange(Assert.Single(near).Distance, 0.3, 0.4);
    }
}
