using System.Text;
using Patterns.Caching.Tracking;

namespace Patterns.Caching.Tests.Tracking;

public sealed class PushReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Values_come_out_however_the_bytes_come_in(int bytesAtATime)
    {
        string large = new('x', 50_000);
        string[] values =
        [
            "%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n",
            "+OK\r\n",
            ">2\r\n$10\r\ninvalidate\r\n*2\r\n$1\r\na\r\n$3\r\né\n\r\n",
            ">2\r\n$10\r\ninvalidate\r\n_\r\n",
            ":12\r\n",
            $"${large.Length}\r\n{large}\r\n",
            "*-1\r\n",
            "-ERR no\r\n",
        ];
        var reader = new PushReader(new Trickle(Encoding.UTF8.GetBytes(string.Concat(values)), bytesAtATime));

        Assert.Equal(["server", "redis"], Assert.IsType<List<object?>>((await reader.ReadAsync(Cancellation)).Value));
        Assert.Equal(('+', "OK"), await reader.ReadAsync(Cancellation));
        (char type, object? push) = await reader.ReadAsync(Cancellation);
        Assert.Equal('>', type);
        Assert.Equal(["a", "é\n"], Assert.IsType<List<object?>>(Assert.IsType<List<object?>>(push)[1]));
        Assert.Null(Assert.IsType<List<object?>>((await reader.ReadAsync(Cancellation)).Value)[1]);
        Assert.Equal((':', "12"), await reader.ReadAsync(Cancellation));
        Assert.Equal(('$', large), await reader.ReadAsync(Cancellation));
        Assert.Equal(('*', null), await reader.ReadAsync(Cancellation));
        Assert.Equal(('-', "ERR no"), await reader.ReadAsync(Cancellation));
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await reader.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n")]
    public async Task What_is_not_resp3_is_refused(string bytes)
    {
        var reader = new PushReader(new Trickle(Encoding.UTF8.GetBytes(bytes), 100));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync(Cancellation));
    }

    private sealed class Trickle(byte[] bytes, int atATime) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, atATime)], cancellationToken);
    }
}
