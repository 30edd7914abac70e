using System.Net.Http.Json;
using EmailQueue;

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
}
