namespace Engine.Server.Persistence.Logs;

/// <summary>
/// A thread that does one thing after the other for the engine thread, which does not wait: synchronizing files,
/// closing and deleting them.
/// </summary>
internal sealed class BackgroundThread
{
    private readonly Queue<Action> _work = new();
    private Thread? _thread;
    private bool _isEnding;

    /// <summary>Runs an action behind those before it. It must not throw.</summary>
    public void Post(Action action)
    {
        lock (_work)
        {
            _work.Enqueue(action);
            Monitor.Pulse(_work);
            if (_thread is not null)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = "engine files" };
            _thread.Start();
        }
    }

    /// <summary>Returns when all that was posted has been done.</summary>
    public void End()
    {
        Thread? thread;
        lock (_work)
        {
            _isEnding = true;
            Monitor.Pulse(_work);
            thread = _thread;
        }

        thread?.Join();
    }

    private void Run()
    {
        while (true)
        {
            Action? action;
            lock (_work)
            {
                while (!_work.TryDequeue(out action))
                {
                    if (_isEnding)
                        return;
                    Monitor.Wait(_work);
                }
            }

            action();
        }
    }
}
