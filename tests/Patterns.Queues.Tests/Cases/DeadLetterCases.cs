using Patterns.Queues.DeadLetters;
using Patterns.Queues.Tests.Support;

namespace Patterns.Queues.Tests.Cases;

public abstract class DeadLetterCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Dead_letters_are_listed_in_pages_and_replayed_with_what_travelled_with_them()
    {
        StreamQueue<string> queue = await CreateAsync();
        var options = new EnqueueOptions
        {
            Headers = new Dictionary<string, string> { ["k"] = "v" },
            Priority = QueuePriority.High,
            MaxAttempts = 2,
        };
        await queue.EnqueueManyAsync(["a", "b", "c"], options, Cancellation);
        QueueConsumer<string> consumer = Open(queue);
        for (int i = 0; i < 3; i++)
        {
            await (await NextAsync(consumer)).DeadLetterAsync("bad");
        }

        IReadOnlyList<DeadLetter<string>> page =
            await queue.DeadLetters.ListAsync(2, cancellationToken: Cancellation);
        Assert.Equal(["a", "b"], page.Select(letter => letter.Body));
        IReadOnlyList<DeadLetter<string>> rest = await queue.DeadLetters.ListAsync(2, page[1].Entry, Cancellation);
        Assert.Equal("c", Assert.Single(rest).Body);

        Assert.True(await queue.DeadLetters.ReplayAsync(page[1].Entry, Cancellation));
        Assert.False(await queue.DeadLetters.ReplayAsync(page[1].Entry, Cancellation));
        Assert.True(await queue.DeadLetters.DeleteAsync(page[0].Entry, Cancellation));
        Assert.False(await queue.DeadLetters.DeleteAsync(page[0].Entry, Cancellation));
        QueueMessage<string> again = await NextAsync(consumer);
        Assert.Equal(("b", 1, 2, "v"), (again.Body, again.Attempt, again.MaxAttempts, again.Headers["k"]));
        await again.CompleteAsync();
        Assert.Equal("c", Assert.Single(await queue.DeadLetters.ListAsync(cancellationToken: Cancellation)).Body);
    }

    [Fact]
    public async Task All_are_replayed_once_though_they_fail_again_meanwhile()
    {
        StreamQueue<string> queue = await CreateAsync();
        await queue.EnqueueManyAsync(Enumerable.Range(0, 150).Select(i => $"{i}"), null, Cancellation);
        using var stop = new CancellationTokenSource();
        Task worker = queue.ProcessAsync(
            (_, _) => throw new MessageRejectedException("always"), cancellationToken: stop.Token);
        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).DeadLetters == 150, "all are dead letters");

        Assert.Equal(150, await queue.DeadLetters.ReplayAllAsync(Cancellation));

        await PassTimeUntilAsync(
            async () => (await queue.GetStatisticsAsync(Cancellation)).DeadLetters == 150,
            "all are dead letters again");
        await stop.CancelAsync();
        await worker;
        await AssertEmptyAsync(queue, deadLetters: 150);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("1-2-3")]
    [InlineData("(1-2")]
    public async Task What_names_no_dead_letter_is_refused_before_Redis_is_asked(string entry)
    {
        StreamQueue<string> queue = await CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => queue.DeadLetters.ReplayAsync(entry, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => queue.DeadLetters.DeleteAsync(entry, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => queue.DeadLetters.ListAsync(after: entry, cancellationToken: Cancellation));
        Assert.False(await queue.DeadLetters.ReplayAsync("1-2", Cancellation));
        Assert.Empty(Logger[8000]);
    }

    [Fact]
    public async Task No_more_dead_letters_are_kept_than_the_limit_roughly()
    {
        StreamQueue<string> queue = await CreateAsync(options => options.DeadLetterLimit = 100);
        await queue.EnqueueManyAsync(Enumerable.Range(0, 400).Select(i => $"{i}"), null, Cancellation);
        using var stop = new CancellationTokenSource();
        Task worker = queue.ProcessAsync(
            (_, _) => throw new MessageRejectedException("always"), cancellationToken: stop.Token);
        await PassTimeUntilAsync(
            async () => await queue.GetStatisticsAsync(Cancellation) is { Ready: 0, Pending: 0 }, "all are rejected");
        await stop.CancelAsync();
        await worker;
        Assert.InRange((await queue.GetStatisticsAsync(Cancellation)).DeadLetters, 100, 250);
    }
}
