using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Tracking;

/// <summary>What has ids of clients in it, which are each server's own.</summary>
public sealed class RedirectionTests : EngineTests
{
    [Fact]
    public async Task A_redirection_is_shown_by_the_id_of_its_target()
    {
        await using RespClient target = Connect();
        string id = (await target.CallAsync("CLIENT", "ID")).Text;
        Assert.Equal("OK", await CallAsync($"CLIENT TRACKING ON BCAST REDIRECT {id}"));
        Assert.Equal(id, (await Client.CallAsync("CLIENT", "GETREDIR")).Text);
        string description = (await Client.CallAsync("CLIENT", "INFO")).Text;
        Assert.Contains(" flags=tB ", description);
        Assert.Contains($" redir={id} ", description);
    }

    [Fact]
    public async Task A_client_whose_target_is_gone_is_told_so_with_every_message()
    {
        RespClient target = Connect();
        string id = (await target.CallAsync("CLIENT", "ID")).Text;
        await CallAsync("HELLO 3");
        await CallAsync($"CLIENT TRACKING ON REDIRECT {id}", "GET a", "GET b");
        await target.DisposeAsync();
        await UntilAsync(() => State.Clients.Count == 1);

        await CallAsync("SET a 1");
        Assert.Equal($"[tracking-redir-broken, {id}]", Shown(await Client.ReadAsync(Cancellation)));
        await CallAsync("SET b 1");
        Assert.Equal($"[tracking-redir-broken, {id}]", Shown(await Client.ReadAsync(Cancellation)));
        RespValue tracking = await Client.CallAsync("CLIENT", "TRACKINGINFO");
        Assert.Equal(["on", "broken_redirect"], tracking[1].Items.Select(flag => flag.Text));
        Assert.Contains(" flags=tR ", (await Client.CallAsync("CLIENT", "INFO")).Text);

        await CallAsync("CLIENT TRACKING ON");
        Assert.Contains(" flags=t ", (await Client.CallAsync("CLIENT", "INFO")).Text);

        static string Shown(RespValue push) => $"[{string.Join(", ", push.Items.Select(item => item.Text))}]";
    }

    [Fact]
    public async Task A_client_that_overruns_the_limit_is_told_even_with_noloop()
    {
        await CallAsync("HELLO 3");
        await CallAsync("CONFIG SET tracking-table-max-keys 1", "CLIENT TRACKING ON NOLOOP", "MGET a b c");
        await Client.SendAsync("PING");
        var told = new HashSet<string>
        {
            (await Client.ReadAsync(Cancellation))[1][0].Text, (await Client.ReadAsync(Cancellation))[1][0].Text,
        };
        Assert.Equal(2, told.Count);
        Assert.Subset(new HashSet<string> { "a", "b", "c" }, told);
        Assert.Equal("PONG", (await Client.ReadAsync(Cancellation)).Text);
    }

    [Fact]
    public async Task A_limit_that_is_far_exceeded_is_reached_in_steps()
    {
        string[] keys = [.. Enumerable.Range(0, 1000).Select(i => $"k{i}")];
        await CallAsync("CLIENT TRACKING ON");
        await Client.CallAsync(["EXISTS", .. keys]);
        Assert.Equal((1000, 1000L), (State.Tracking.KeyCount, State.Tracking.ReaderCount));
        await CallAsync("CONFIG SET tracking-table-max-keys 10");
        int[] left = [900, 700, 400, 10, 10];
        foreach (int expected in left)
        {
            await CallAsync("PING");
            Assert.Equal(expected, State.Tracking.KeyCount);
        }
    }

    [Fact]
    public async Task While_nobody_tracks_changes_are_told_to_nobody()
    {
        await CallAsync("SET a 1");
        Assert.Null(State.Keyspace.Tracker);
        await CallAsync("CLIENT TRACKING ON", "GET a");
        Assert.NotNull(State.Keyspace.Tracker);
        await CallAsync("CLIENT TRACKING OFF", "SET a 2");
        Assert.Null(State.Keyspace.Tracker);
        await CallAsync("CLIENT TRACKING ON BCAST", "CLIENT TRACKING OFF");
        Assert.Null(State.Keyspace.Tracker);
    }
}
