using Patterns.Queues.Inbox;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Cases;

public abstract class InboxCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Effects_in_Redis_happen_once_however_many_try()
    {
        MessageInbox inbox = await CreateInboxAsync();
        RedisKey balance = inbox.EffectKey("balance");
        InboxOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(attempt => inbox.CommitAsync(
            "m1", transaction => _ = transaction.StringIncrementAsync(balance, 10), Cancellation)));

        Assert.Single(outcomes, outcome => outcome == InboxOutcome.Done);
        Assert.Equal(19, outcomes.Count(outcome => outcome == InboxOutcome.AlreadyDone));
        Assert.Equal(10, (long)await (await DatabaseAsync()).StringGetAsync(balance));
    }

    [Fact]
    public async Task An_effect_elsewhere_runs_once()
    {
        MessageInbox inbox = await CreateInboxAsync();
        int effects = 0;
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(
                i == 0 ? InboxOutcome.Done : InboxOutcome.AlreadyDone,
                await inbox.RunOnceAsync("m1", _ => Task.FromResult(effects++), Cancellation));
        }

        Assert.Equal(1, effects);
    }

    [Fact]
    public async Task An_effect_that_failed_may_run_again_at_once()
    {
        MessageInbox inbox = await CreateInboxAsync();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(
            () => inbox.RunOnceAsync("m1", _ => throw new TimeZoneNotFoundException(), Cancellation));
        Assert.Equal(InboxOutcome.Done, await inbox.RunOnceAsync("m1", _ => Task.CompletedTask, Cancellation));
    }

    [Fact]
    public async Task While_one_is_at_it_another_does_nothing()
    {
        MessageInbox inbox = await CreateInboxAsync(TimeSpan.FromHours(1));
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        Task<InboxOutcome> first = inbox.RunOnceAsync(
            "m1",
            _ =>
            {
                begun.SetResult();
                return end.Task;
            },
            Cancellation);
        await begun.Task;
        Assert.Equal(
            InboxOutcome.InProgress,
            await inbox.RunOnceAsync("m1", _ => throw new TimeZoneNotFoundException(), Cancellation));
        end.SetResult();
        Assert.Equal(InboxOutcome.Done, await first);
    }

    [Fact]
    public async Task The_claim_of_one_that_died_ends()
    {
        MessageInbox inbox = await CreateInboxAsync();
        _ = inbox.RunOnceAsync("m1", _ => new TaskCompletionSource().Task, Cancellation);
        await PassTimeUntilAsync(
            async () => await inbox.RunOnceAsync("m1", _ => Task.CompletedTask, Cancellation) == InboxOutcome.Done,
            "another may do it");
    }

    [Fact]
    public async Task An_effect_is_cancelled_when_its_claim_ends()
    {
        MessageInbox inbox = await CreateInboxAsync();
        Task<InboxOutcome> slow = inbox.RunOnceAsync(
            "m1", token => Task.Delay(Timeout.InfiniteTimeSpan, Time, token), Cancellation);
        await PassTimeUntilAsync(() => Task.FromResult(slow.IsCompleted), "it is cancelled");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        Assert.Equal(InboxOutcome.Done, await inbox.RunOnceAsync("m1", _ => Task.CompletedTask, Cancellation));
    }

    private async Task<MessageInbox> CreateInboxAsync(TimeSpan? claim = null) => new(
        await DatabaseAsync(),
        "i",
        new InboxOptions
        {
            KeyPrefix = Prefix,
            Claim = claim ?? TimeSpan.FromSeconds(1),
            RedisTimeout = TimeSpan.FromSeconds(30),
        },
        timeProvider: Time);
}
