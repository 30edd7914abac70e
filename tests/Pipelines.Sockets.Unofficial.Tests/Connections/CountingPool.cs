using System.Buffers;

namespace Pipelines.Sockets.Unofficial.Tests.Connections;

/// <summary>The shared pool, counting what is taken from it.</summary>
internal sealed class CountingPool : MemoryPool<byte>
{
    private int _rented;

    public int Rented => Volatile.Read(ref _rented);

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Interlocked.Increment(ref _rented);
        return Shared.Rent(minBufferSize);
    }

    protected override void Dispose(bool disposing)
    {
    }
}
