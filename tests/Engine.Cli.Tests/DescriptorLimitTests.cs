using System.Globalization;
using System.Net;
using Redis.Fixtures.Resp;

namespace Engine.Cli.Tests;

/// <summary>More clients come than the system lets the process have.</summary>
public sealed class DescriptorLimitTests
{
    private const int Descriptors = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Epoll")]
    [InlineData("Automatic")]
    [InlineData("Sockets")]
    public async Task Clients_that_the_system_has_no_room_for_are_told_so_and_the_others_are_served(string network)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is read on Linux.");
        await using EngineProcess engine = await EngineProcess.StartWithLimitAsync(Descriptors, network);
        var clients = new List<RespClient>();
        try
        {
            var address = new IPEndPoint(IPAddress.Loopback, engine.Port);
            clients.Add(await RespClient.ConnectAsync(address, Cancellation));
            RespValue limit = await clients[0].CallAsync("CONFIG", "GET", "maxclients");
            int most = int.Parse(limit.Items[1].Text, CultureInfo.InvariantCulture);
            Assert.InRange(most, 1, Descriptors);
            Assert.Contains($"lets this process have {most} clients", engine.Output, StringComparison.Ordinal);

            while (clients.Count < most)
            {
                clients.Add(await RespClient.ConnectAsync(address, Cancellation));
            }

            Assert.Equal("PONG", (await clients[^1].CallAsync("PING")).Text);
            for (int refused = 0; refused < 20; refused++)
            {
                await using RespClient one = await RespClient.ConnectAsync(address, Cancellation);
                Assert.Equal("ERR max number of clients reached", (await one.ReadAsync(Cancellation)).Text);
            }

            Assert.Equal("PONG", (await clients[0].CallAsync("PING")).Text);
            RespValue more = await clients[0].CallAsync("CONFIG", "SET", "maxclients", "100000");
            Assert.Contains("number of clients, try with", more.Text, StringComparison.Ordinal);
        }
        finally
        {
            foreach (RespClient client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }
}
