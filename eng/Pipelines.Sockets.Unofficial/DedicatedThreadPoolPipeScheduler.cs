using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// Runs work on threads of its own, so that it goes on while the shared thread pool is busy. When more work waits than
/// the queue should hold, the thread pool helps, oldest work first. After disposal everything runs on the thread pool.
/// </summary>
public sealed class DedicatedThreadPoolPipeScheduler : PipeScheduler, IDisposable
{
    private readonly Queue<WorkItem> _queue = new();
    private readonly int _queueLengthLimit;
    private readonly PoolHelper _poolHelper;
    private int _availableCount;
    private long _servicedByQueue;
    private long _servicedByPool;
    private bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">The prefix of the threads' names; null takes the name of this type.</param>
    /// <param name="workerCount">The number of threads, at least 1.</param>
    /// <param name="useThreadPoolQueueLength">How much work may wait before the thread pool helps, at least 0.</param>
    /// <param name="priority">The priority of the threads.</param>
    public DedicatedThreadPoolPipeScheduler(
        string? name = null,
        int workerCount = 5,
        int useThreadPoolQueueLength = 10,
        ThreadPriority priority = ThreadPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workerCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(useThreadPoolQueueLength);
        _queueLengthLimit = useThreadPoolQueueLength;
        _poolHelper = new PoolHelper(this);
        WorkerCount = workerCount;
        for (var index = 0; index < workerCount; index++)
        {
            new Thread(Work)
            {
                Name = $"{name ?? nameof(DedicatedThreadPoolPipeScheduler)}:{index}",
                IsBackground = true,
                Priority = priority,
            }.Start();
        }
    }

    /// <summary>The number of dedicated threads.</summary>
    public int WorkerCount { get; }

    /// <summary>The number of dedicated threads that wait for work.</summary>
    public int AvailableCount => Volatile.Read(ref _availableCount);

    /// <summary>How much work the dedicated threads have taken.</summary>
    public long TotalServicedByQueue => Volatile.Read(ref _servicedByQueue);

    /// <summary>How much work the thread pool has taken.</summary>
    public long TotalServicedByPool => Volatile.Read(ref _servicedByPool);

    /// <inheritdoc/>
    public override void Schedule(Action<object?> action, object? state)
    {
        ArgumentNullException.ThrowIfNull(action);
        bool needsHelp;
        lock (_queue)
        {
            _queue.Enqueue(new WorkItem(action, state));
            needsHelp = _disposed || _queue.Count > _queueLengthLimit;
            if (_availableCount > 0)
            {
                Monitor.Pulse(_queue);
            }
        }

        if (needsHelp)
        {
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_poolHelper, preferLocal: false);
        }
    }

    /// <summary>Lets the threads finish the work that waits and end.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _disposed = true;
            Monitor.PulseAll(_queue);
        }
    }

    private void Work()
    {
        while (WaitForWork(out var item))
        {
            item.Run();
        }
    }

    private bool WaitForWork(out WorkItem item)
    {
        lock (_queue)
        {
            while (!_queue.TryDequeue(out item))
            {
                if (_disposed)
                {
                    return false;
                }

                _availableCount++;
                Monitor.Wait(_queue);
                _availableCount--;
            }

            _servicedByQueue++;
            return true;
        }
    }

    private void HelpOnce()
    {
        WorkItem item;
        lock (_queue)
        {
            if (!_queue.TryDequeue(out item))
            {
                return;
            }

            _servicedByPool++;
        }

        item.Run();
    }

    private readonly record struct WorkItem(Action<object?> Action, object? State)
    {
        public void Run() => Action(State);
    }

    /// <summary>One object for all requests to the thread pool: asking for help does not allocate.</summary>
    private sealed class PoolHelper(DedicatedThreadPoolPipeScheduler scheduler) : IThreadPoolWorkItem
    {
        public void Execute() => scheduler.HelpOnce();
    }
}
