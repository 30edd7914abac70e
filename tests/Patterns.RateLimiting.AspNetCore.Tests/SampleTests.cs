using System.Net;
using RateLimitedApi;

namespace Patterns.RateLimiting.AspNetCore.Tests;

/// <summary>samples/RateLimitedApi, on the embedded engine as a user starts it.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task A_user_gets_headers_and_after_five_requests_a_429_with_problem_details()
    {
        await using Api api = await Api.StartAsync(["--urls", "http://127.0.0.1:0"]);
        using var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Add("User", "ada");
        client.DefaultRequestHeaders.Add("Tenant", "acme");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        HttpResponseMessage first = await client.GetAsync("orders", cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.StartsWith(
            "\"user\";r=4;t=", Assert.Single(first.Headers.GetValues("RateLimit")), StringComparison.Ordinal);

        // A token comes back in two seconds, so a user who asks without a pause is refused soon.
        HttpResponseMessage last = first;
        for (int request = 0; request < 20 && last.StatusCode == HttpStatusCode.OK; request++)
        {
            last = await client.GetAsync("orders", cancellation);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.Equal("application/problem+json", last.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("health", cancellation)).StatusCode);
    }
}
