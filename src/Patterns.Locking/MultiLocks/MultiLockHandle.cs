namespace Patterns.Locking.MultiLocks;

/// <summary>Several locks that are held together: lost as soon as one of them is.</summary>
public sealed class MultiLockHandle : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;

    internal MultiLockHandle(IReadOnlyList<ILockHandle> handles)
    {
        Handles = handles;
        _lost = CancellationTokenSource.CreateLinkedTokenSource([.. handles.Select(handle => handle.LostToken)]);
        LostToken = _lost.Token;
    }

    /// <summary>The locks in the order of their names, each with its own fencing token.</summary>
    public IReadOnlyList<ILockHandle> Handles { get; }

    /// <summary>Whether all of them are certainly held now.</summary>
    public bool IsHeld => Handles.All(handle => handle.IsHeld);

    /// <summary>For how long all of them are certainly held without another renewal.</summary>
    public TimeSpan Remaining => Handles.Min(handle => handle.Remaining);

    /// <summary>Cancelled when the first of them is lost.</summary>
    public CancellationToken LostToken { get; }

    /// <summary>The fencing token of one of them.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">The name is not among them.</exception>
    public long FencingTokenOf(string name) => Handles.FirstOrDefault(handle => handle.Name == name)?.FencingToken
        ?? throw new ArgumentException($"'{name}' is not among the locks that are held.", nameof(name));

    /// <summary>Releases all of them.</summary>
    /// <returns>When Redis has confirmed it, or failed to.</returns>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync(Handles).ConfigureAwait(false);
        _lost.Dispose();
    }

    internal static Task ReleaseAsync(IEnumerable<ILockHandle> handles)
        => Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
}
