using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>Moves whole blocks of bytes through pipes and sockets.</summary>
internal static class Transfer
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Bytes without a pattern that a lost or repeated block could hide in; the same for the same seed.
    /// </summary>
    public static byte[] Noise(int length, uint seed)
    {
        var words = new ulong[(length / sizeof(ulong)) + 1];
        var state = seed + 0x9E3779B97F4A7C15UL;
        foreach (ref var word in words.AsSpan())
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            word = state;
        }

        return MemoryMarshal.AsBytes(words)[..length].ToArray();
    }

    public static async Task<byte[]> ReceiveAsync(this Socket socket, int length)
    {
        var bytes = new byte[length];
        for (var received = 0; received < length;)
        {
            var count = await socket.ReceiveAsync(bytes.AsMemory(received), Cancellation);
            Assert.NotEqual(0, count);
            received += count;
        }

        return bytes;
    }

    public static async Task SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, Cancellation)..];
        }
    }

    public static async Task<byte[]> TakeAsync(this PipeReader reader, int length)
    {
        var read = await reader.ReadAtLeastAsync(length, Cancellation);
        Assert.True(read.Buffer.Length >= length, $"The input ended after {read.Buffer.Length} of {length} bytes.");
        var taken = read.Buffer.Slice(0, length);
        var bytes = taken.ToArray();
        reader.AdvanceTo(taken.End);
        return bytes;
    }

    /// <summary>Reads until the input completes.</summary>
    public static async Task<byte[]> TakeToEndAsync(this PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync(Cancellation);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes until the connection refuses, as a writer finds out about a lost peer.</summary>
    public static async Task WriteUntilRefusedAsync(this PipeWriter writer)
    {
        while (true)
        {
            await writer.WriteAsync(new byte[1024], Cancellation);
            await Task.Yield();
        }
    }
}
