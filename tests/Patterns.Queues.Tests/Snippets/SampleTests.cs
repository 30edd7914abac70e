using System.Net.Http.Json;
using EmailQueue;
using Engine.Testing;
using Patterns.Queues.Inbox;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Snippets;

/// <summary>The sample sends mails on the embedded engine.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Mails_are_sent_once_in_order_for_each_recipient_and_bad_addresses_become_dead_letters()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using EmailService service = await EmailService.StartAsync(["--urls", "http://127.0.0.1:0"]);
        using var client = new HttpClient { BaseAddress = service.Address };
        for (int i = 0; i < 12; i++)
        {
            await client.PostAsJsonAsync("emails", new Email("ada@example.com", $"mail {i}"), token);
        }

        await client.PostAsJsonAsync("emails", new Email("ada@example.com", "mail 0"), token);
        await client.PostAsJsonAsync("emails", new Email("nobody", "hello"), token);
        await Eventually.TrueAsync(
            async () => service.Outbox.Sent.Count == 12
                && (await client.GetFromJsonAsync<QueueStatistics>("statistics", token))!.DeadLetters == 1,
            "all mails are sent or given up");

        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => $"mail {i}"), service.Outbox.Sent.Select(mail => mail.Subject));
        Assert.Contains(
            "is no address", await client.GetStringAsync("dead-letters", token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_whose_worker_died_is_sent_when_its_claim_is_over_however_few_attempts_it_has()
    {
        CancellationToken token = TestContext.Current.CancellationToken;

        // The clock of delays and claims only: calls and leases have all the time that a busy machine needs.
        var clock = new VirtualTimeProvider();
        await using TestEngine engine = await TestEngine.StartAsync(clock: clock);
        await using ConnectionMultiplexer redis = await engine.ConnectAsync();
        var queue = new StreamQueue<Email>(
            redis.GetDatabase(),
            "mails",
            new StreamQueueOptions
            {
                MaxAttempts = 1,
                Lease = TimeSpan.FromHours(1),
                RedisTimeout = TimeSpan.FromSeconds(30),
                OpenBlockingConnection = async _ => await engine.ConnectAsync(),
            });
        var inbox = new MessageInbox(
            redis.GetDatabase(), "sent", new InboxOptions { RedisTimeout = TimeSpan.FromSeconds(30) });
        EnqueueResult sent = await queue.EnqueueAsync(new Email("ada@example.com", "hello"), null, token);
        var claimed = new TaskCompletionSource();
        _ = inbox.RunOnceAsync(
            sent.Id!,
            _ =>
            {
                claimed.SetResult();
                return new TaskCompletionSource().Task;
            },
            token);
        await claimed.Task;

        var outbox = new Outbox();
        using var stop = new CancellationTokenSource();
        Task worker = queue.ProcessAsync(new EmailHandler(outbox, inbox).HandleAsync, cancellationToken: stop.Token);
        await Eventually.TrueAsync(
            async () =>
            {
                await clock.AdvanceAsync(TimeSpan.FromSeconds(1), token);
                return !outbox.Sent.IsEmpty;
            },
            "the mail is sent");
        await stop.CancelAsync();
        await worker;
        Assert.Equal(0, (await queue.GetStatisticsAsync(token)).DeadLetters);
    }
}
