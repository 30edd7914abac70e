namespace Pipelines.Sockets.Unofficial;

/// <summary>Walks the targets of a delegate without allocating.</summary>
public static class Delegates
{
    /// <summary>The delegate's targets, each as a delegate of the same type; none for null.</summary>
    public static DelegateEnumerable<T> AsEnumerable<T>(this T? handler)
        where T : MulticastDelegate => new(handler);

    /// <summary>Whether the delegate has exactly one target.</summary>
    public static bool IsSingle(this MulticastDelegate? handler) => handler is { HasSingleTarget: true };

    /// <summary>The targets of a delegate.</summary>
    public readonly struct DelegateEnumerable<T>
        where T : MulticastDelegate
    {
        private readonly T? _handler;

        internal DelegateEnumerable(T? handler) => _handler = handler;

        /// <summary>Starts a walk.</summary>
        public DelegateEnumerator<T> GetEnumerator() => new(_handler);
    }

    /// <summary>A walk over the targets of a delegate, in the order in which they were combined.</summary>
    public struct DelegateEnumerator<T> : IDisposable
        where T : MulticastDelegate
    {
        private Delegate.InvocationListEnumerator<T> _targets;

        internal DelegateEnumerator(T? handler) => _targets = Delegate.EnumerateInvocationList(handler);

        /// <summary>The present target.</summary>
        public readonly T Current => _targets.Current;

        /// <summary>Moves to the next target; false if there is none.</summary>
        public bool MoveNext() => _targets.MoveNext();

        /// <summary>Does nothing; callers that were compiled against a disposable enumerator call it.</summary>
        public readonly void Dispose()
        {
        }
    }
}
