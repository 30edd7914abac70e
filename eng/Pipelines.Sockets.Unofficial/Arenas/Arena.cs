using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>
/// Allocates runs of elements from pooled blocks and takes them all back at once, at <see cref="Reset"/>. A sequence
/// must not be used after the reset that took it back. Not safe for concurrent use.
/// </summary>
public sealed class Arena<T> : IDisposable
{
    private readonly Allocator<T> _allocator;
    private readonly Func<long, long, long> _retentionPolicy;
    private readonly bool _clearsAtReset;
    private readonly bool _clearsAtDispose;
    private readonly int _blockLength;
    private Segment<T>? _first;
    private Segment<T>? _current;
    private int _currentUsed;
    private long _allocated;
    private long _kept;
    private bool _disposed;

    /// <summary>Creates an arena, which acquires its first block at its first allocation.</summary>
    public Arena(ArenaOptions? options = null, Allocator<T>? allocator = null)
    {
        options ??= ArenaOptions.Default;
        _allocator = allocator ?? PooledAllocator<T>.Instance;
        _retentionPolicy = options.RetentionPolicy;
        _clearsAtReset = options.Flags.HasFlag(ArenaFlags.ClearAtReset);
        _clearsAtDispose =
            options.Flags.HasFlag(ArenaFlags.ClearAtDispose) || RuntimeHelpers.IsReferenceOrContainsReferences<T>();
        _blockLength = Math.Max(1, options.BlockSizeBytes / Unsafe.SizeOf<T>());
    }

    /// <summary>
    /// Allocates elements, which span several blocks if the present one has no room for them all. What they hold is
    /// unspecified unless <see cref="ArenaFlags.ClearAtReset"/> is set.
    /// </summary>
    public Sequence<T> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (length == 0)
        {
            return default;
        }

        var segment = CurrentWithRoom();
        var offset = _currentUsed;
        var missing = length;
        while (true)
        {
            var taken = Math.Min(missing, _current!.Length - _currentUsed);
            _currentUsed += taken;
            missing -= taken;
            if (missing == 0)
            {
                _allocated += length;
                return new Sequence<T>(segment, offset, length);
            }

            CurrentWithRoom();
        }
    }

    /// <summary>Takes every allocation back, and gives back blocks that the retention policy does not keep.</summary>
    public void Reset()
    {
        if (_first is null)
        {
            return;
        }

        if (_clearsAtReset)
        {
            ClearAllocated();
        }

        _kept = _retentionPolicy(_kept, _allocated);
        Release(after: LastToKeep());
        _current = _first;
        _currentUsed = 0;
        _allocated = 0;
    }

    /// <summary>Gives all blocks back.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (_first is not null)
        {
            Release(after: _first);
            _first.Release(_clearsAtDispose);
            _first = _current = null;
        }
    }

    private Segment<T> CurrentWithRoom()
    {
        if (_current is null)
        {
            _current = _first = Acquire();
        }
        else if (_currentUsed == _current.Length)
        {
            _current = _current.Next ??= Acquire();
            _currentUsed = 0;
        }

        return _current;
    }

    private Segment<T> Acquire()
    {
        var segment = new Segment<T>(_allocator.Allocate(_blockLength));
        if (_clearsAtReset)
        {
            segment.Memory.Span.Clear();
        }

        return segment;
    }

    private void ClearAllocated()
    {
        for (var segment = _first; segment != _current; segment = segment!.Next)
        {
            segment!.Memory.Span.Clear();
        }

        _current!.Memory.Span[.._currentUsed].Clear();
    }

    private Segment<T> LastToKeep()
    {
        var last = _first!;
        for (long length = last.Length; length < _kept && last.Next is not null; length += last.Length)
        {
            last = last.Next;
        }

        return last;
    }

    private void Release(Segment<T> after)
    {
        var segment = after.Next;
        after.Next = null;
        for (; segment is not null; segment = segment.Next)
        {
            segment.Release(_clearsAtDispose);
        }
    }
}
