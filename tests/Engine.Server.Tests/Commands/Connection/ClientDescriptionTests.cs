using System.Globalization;
using System.Net.Sockets;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Connection;

/// <summary>Fields of CLIENT LIST that two servers need not share, so that comparing them says nothing.</summary>
public sealed class ClientDescriptionTests : EngineTests
{
    [Fact]
    public async Task Ages_are_seconds_of_the_engines_clock()
    {
        await using RespClient other = Connect();
        string id = (await other.CallAsync("CLIENT", "ID")).Text;
        await PassAsync(TimeSpan.FromSeconds(5));
        await CallAsync(other, "PING");
        await PassAsync(TimeSpan.FromMilliseconds(2999));

        Dictionary<string, string> fields = await DescribeAsync(Client, id);
        Assert.Equal(("7", "2"), (fields["age"], fields["idle"]));
    }

    [Fact]
    public async Task A_client_in_the_process_has_no_socket()
    {
        Dictionary<string, string> fields = Parse((await Client.CallAsync("CLIENT", "INFO")).Text);
        Assert.Equal(("memory:0", "memory:0", "-1"), (fields["addr"], fields["laddr"], fields["fd"]));
    }

    [Theory]
    [InlineData(NetworkBackend.Automatic)]
    [InlineData(NetworkBackend.Sockets)]
    public async Task A_client_of_a_unix_socket_has_its_path_for_an_address(NetworkBackend network)
    {
        string path = Path.Combine(Path.GetTempPath(), $"engine-{Guid.NewGuid():N}.sock");
        var options = new EngineOptions { Port = -1, UnixSocket = path, Network = network };
        await using EngineServer engine = await EngineServer.StartAsync(options);
        await using RespClient client = await RespClient.ConnectAsync(new UnixDomainSocketEndPoint(path), Cancellation);

        Dictionary<string, string> fields = Parse((await client.CallAsync("CLIENT", "INFO")).Text);
        Assert.Equal(($"{path}:0", $"{path}:0", "U"), (fields["addr"], fields["laddr"], fields["flags"]));
        Assert.Equal("OK", await CallAsync(client, $"CLIENT KILL {path}:0"));
        Assert.Empty(await client.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Replies_that_are_not_read_are_accounted()
    {
        await using RespClient slow = Connect();
        string id = (await slow.CallAsync("CLIENT", "ID")).Text;
        await CallAsync($"SET k {new string('x', 200_000)}");
        await slow.SendRawAsync("GET k\r\nGET k\r\nGET k\r\n"u8.ToArray(), Cancellation);
        await UntilAsync(() => State.Clients.Find(Number(id))!.Output.Length > 0);

        Dictionary<string, string> fields = await DescribeAsync(Client, id);
        Assert.Equal("rw", fields["events"]);
        Assert.InRange(Number(fields["oll"]), 1, 3);
        Assert.InRange(Number(fields["omem"]), 200_000, 600_100);
        Assert.InRange(Number(fields["tot-mem"]), Number(fields["omem"]), 1_000_000);
    }

    [Fact]
    public async Task Requests_that_wait_are_accounted()
    {
        await using RespClient other = Connect();
        string id = (await other.CallAsync("CLIENT", "ID")).Text;
        await CallAsync(other, "MULTI", $"SET k {new string('x', 5000)}");
        await CallAsync("CLIENT PAUSE 1000 WRITE");
        await other.SendRawAsync("EXEC\r\nPING\r\n"u8.ToArray(), Cancellation);
        await UntilAsync(() => State.Pause.WaitingCount == 1);

        Dictionary<string, string> fields = await DescribeAsync(Client, id);
        Assert.Equal(("xb", "1", "12"), (fields["flags"], fields["multi"], fields["qbuf"]));
        Assert.InRange(Number(fields["multi-mem"]), 5000, 6000);
        Assert.InRange(Number(fields["tot-mem"]), 5000, 100_000);
    }

    private static async Task<Dictionary<string, string>> DescribeAsync(RespClient client, string id) =>
        Parse((await client.CallAsync("CLIENT", "LIST", "ID", id)).Text);

    private static Dictionary<string, string> Parse(string line) =>
        line.TrimEnd('\n').Split(' ').Select(field => field.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
