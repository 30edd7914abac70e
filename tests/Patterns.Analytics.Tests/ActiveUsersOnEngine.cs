using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Tests.Cases;

namespace Patterns.Analytics.Tests;

/// <summary>The same cases on the embedded engine, and days as its clock is moved.</summary>
public sealed class ActiveUsersOnEngine(EmbeddedEngine server)
    : ActiveUserCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task A_case_that_midnight_overtakes_is_done_again()
    {
        List<string> names = [];
        (int result, string name, DateTimeOffset now) = await WithinBucketAsync(TimeSpan.FromDays(1), async name =>
        {
            names.Add(name);
            if (names.Count < 3)
            {
                await Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
            }

            return names.Count;
        });
        Assert.Equal((3, names[2], Clock.GetUtcNow()), (result, name, now));
        Assert.Equal(3, names.Distinct().Count());
    }

    [Fact]
    public async Task Active_users_and_cohorts_are_those_of_plain_sets()
    {
        RedisActiveUsers users = await CreateAsync();
        var first = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var random = new Random(9);
        List<HashSet<int>> active = [], news = [];
        HashSet<int> ever = [];
        for (int day = 0; day < 20; day++)
        {
            active.Add([]);
            news.Add([]);
            for (int visit = 0; visit < 40; visit++)
            {
                int user = random.Next(200);
                active[day].Add(user);
                bool isNew = ever.Add(user);
                if (isNew)
                {
                    news[day].Add(user);
                }

                Assert.Equal(isNew, await users.TrackAsync("c", user, Cancellation));
            }

            await Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        }

        for (int day = 0; day < 20; day++)
        {
            foreach (int days in new[] { 1, 7, 14 })
            {
                int from = Math.Max(0, day - days + 1);
                Assert.Equal(
                    active[from..(day + 1)].SelectMany(set => set).Distinct().Count(),
                    await users.CountAsync("c", first.AddDays(day), days, Cancellation));
            }

            RetentionCohort cohort = await users.RetentionAsync("c", first.AddDays(day), 20 - day, Cancellation);
            Assert.Equal(news[day].Count, cohort.Size);
            Assert.Equal(active[day..].Select(set => (long)set.Count(news[day].Contains)), cohort.Active);
            Assert.Equal(cohort.Size == 0 ? 0 : 1, cohort.ShareAfter(0));
        }
    }
}
