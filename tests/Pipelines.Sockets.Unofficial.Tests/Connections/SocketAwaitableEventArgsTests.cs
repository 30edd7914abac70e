using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

public sealed class SocketAwaitableEventArgsTests
{
    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task One_object_connects_sends_and_receives_in_turn()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var arguments = new SocketAwaitableEventArgs { RemoteEndPoint = listener.LocalEndpoint };

        Start(socket.ConnectAsync(arguments), arguments);
        await arguments;
        using var peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);

        arguments.SetBuffer("PING"u8.ToArray());
        Start(socket.SendAsync(arguments), arguments);
        Assert.Equal(4, await arguments);
        Assert.Equal("PING"u8.ToArray(), await peer.ReceiveAsync(4));

        var reply = new byte[16];
        arguments.SetBuffer(reply);
        var pending = socket.ReceiveAsync(arguments);
        Assert.True(pending);
        Assert.False(arguments.IsCompleted);
        await peer.SendAllAsync("+PONG"u8.ToArray());
        Assert.Equal(5, await arguments);
        Assert.Equal("+PONG"u8.ToArray(), reply[..5]);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Failed_operation_throws_its_error()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var arguments = new SocketAwaitableEventArgs { RemoteEndPoint = await UnusedEndPointAsync() };

        Start(socket.ConnectAsync(arguments), arguments);

        var error = await Assert.ThrowsAsync<SocketException>(async () => await arguments);
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Abort_ends_a_wait_and_outlives_the_late_completion()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var arguments = new SocketAwaitableEventArgs();
        arguments.SetBuffer(new byte[16]);
        Start(sockets.Own.ReceiveAsync(arguments), arguments);
        var waiting = AwaitAsync(arguments);

        arguments.Abort(SocketError.TimedOut);
        var error = await Assert.ThrowsAsync<SocketException>(() => waiting);
        Assert.Equal(SocketError.TimedOut, error.SocketErrorCode);

        await sockets.Peer.SendAllAsync(new byte[1]);
        await Eventually.TrueAsync(() => arguments.IsCompleted);
        error = await Assert.ThrowsAsync<SocketException>(async () => await arguments);
        Assert.Equal(SocketError.TimedOut, error.SocketErrorCode);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Abort_before_any_wait_cancels_it()
    {
        using var arguments = new SocketAwaitableEventArgs();

        arguments.Abort();

        var error = await Assert.ThrowsAsync<SocketException>(async () => await arguments);
        Assert.Equal(SocketError.OperationAborted, error.SocketErrorCode);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Awaiting_code_continues_on_the_scheduler()
    {
        var scheduler = new RecordingScheduler();
        using var arguments = new SocketAwaitableEventArgs(scheduler);
        var waiting = AwaitAsync(arguments);

        arguments.Complete();
        Assert.False(waiting.IsCompleted);
        Assert.NotNull(scheduler.Scheduled);
        scheduler.Scheduled();

        Assert.Equal(0, await waiting);
    }

    private static void Start(bool pending, SocketAwaitableEventArgs arguments)
    {
        if (!pending)
        {
            arguments.Complete();
        }
    }

    private static async Task<int> AwaitAsync(SocketAwaitableEventArgs arguments) => await arguments;

    private static async Task<EndPoint> UnusedEndPointAsync()
    {
        using var sockets = await SocketPair.ConnectAsync();
        return sockets.Own.LocalEndPoint!;
    }

    private sealed class RecordingScheduler : PipeScheduler
    {
        public Action? Scheduled { get; private set; }

        public override void Schedule(Action<object?> action, object? state) => Scheduled = () => action(state);
    }
}
