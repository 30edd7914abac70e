using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Tests.Support;

namespace Patterns.Analytics.Tests.Cases;

/// <summary>Active users, on a server with any clock.</summary>
public abstract class ActiveUserCases(RecipeServer server) : AnalyticsCases(server)
{
    [Fact]
    public async Task Users_count_once_a_day_and_are_new_once()
    {
        RedisActiveUsers users = await CreateAsync();
        (bool[] news, string site, DateTimeOffset now) = await WithinBucketAsync(
            TimeSpan.FromDays(1),
            site => Task.WhenAll(Enumerable.Range(0, 300).Select(
                number => users.TrackAsync(site, number % 100, Cancellation).AsTask())));
        var today = DateOnly.FromDateTime(now.UtcDateTime);

        Assert.Equal(100, news.Count(isNew => isNew));
        Assert.Equal(100, await users.CountAsync(site, today, 7, Cancellation));
        Assert.Equal(0, await users.CountAsync(site, today.AddDays(-9), 7, Cancellation));
        RetentionCohort cohort = await users.RetentionAsync(site, today, 1, Cancellation);
        Assert.Equal((100, 100), (cohort.Size, cohort.Active[0]));
        Assert.True(await users.ForgetAsync(site, Cancellation));
        Assert.False(await users.ForgetAsync(site, Cancellation));
        Assert.True(await users.TrackAsync("other", 3, Cancellation));
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_and_nothing_is_left_of_it()
    {
        RedisActiveUsers users = await CreateAsync();
        (bool _, string site, DateTimeOffset now) = await WithinBucketAsync(
            TimeSpan.FromDays(1), site => users.TrackAsync(site, 5, Cancellation).AsTask());
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await RunAsync();
        CommandLog log = await LogCommandsAsync();
        await RunAsync();
        Assert.Equal("EVALSHA EVALSHA EVALSHA EVALSHA", log.Take());
        Assert.False(await (await DatabaseAsync()).KeyExistsAsync($"{Prefix}:1:{{{site}}}:moment"));
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync(
            $"{Prefix}:1:{{{site}}}:day:{today.DayNumber - new DateOnly(1970, 1, 1).DayNumber}");
        Assert.InRange(left!.Value, TimeSpan.FromDays(399.9), TimeSpan.FromDays(401));

        async Task RunAsync()
        {
            await users.TrackAsync(site, 5, Cancellation);
            await users.CountAsync(site, today, 1, Cancellation);
            await users.CountAsync(site, today, 30, Cancellation);
            await users.RetentionAsync(site, today, 30, Cancellation);
        }
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisActiveUsers users = await CreateAsync(options => options.MaxUser = 10);
        var today = new DateOnly(2026, 1, 1);
        await RefusedAsync(users.TrackAsync("site", 11, Cancellation), "user is 11, but must be between 0 and 10");
        await RefusedAsync(users.TrackAsync("site", -1, Cancellation), "user is -1");
        await RefusedAsync(users.CountAsync("site", today, 0, Cancellation), "days is 0");
        await RefusedAsync(users.RetentionAsync("site", today, 401, Cancellation), "days is 401");
    }

    protected async Task<RedisActiveUsers> CreateAsync(Action<ActiveUsersOptions>? configure = null)
    {
        var options = new ActiveUsersOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisActiveUsers(await DatabaseAsync(), options, timeProvider: Clock);
    }
}
