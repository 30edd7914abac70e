namespace Patterns.Caching.Tests.Support;

/// <summary>A source that answers when the test says so, and ignores its cancellation token as a bad one
/// does.</summary>
internal sealed class ControlledSource<T>
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Completes when the source has been called.</summary>
    public Task Called => _called.Task;

    /// <summary>The token of the latest call.</summary>
    public CancellationToken Token { get; private set; }

    public void Answer(T value) => _answer.SetResult(value);

    public void Fail(Exception exception) => _answer.SetException(exception);

    public Task<T> ReadAsync(IRedisCache cache, string key)
        => ReadUntilAsync(cache, key, TestContext.Current.CancellationToken);

    /// <summary>Reads as a caller that leaves when its token is cancelled.</summary>
    public Task<T> ReadUntilAsync(IRedisCache cache, string key, CancellationToken cancellationToken)
        => cache.GetOrSetAsync(
            key, this, static (source, _, token) => source.LoadAsync(token), null, cancellationToken: cancellationToken)
            .AsTask();

    public async ValueTask<T> LoadAsync(CancellationToken token)
    {
        Interlocked.Increment(ref _calls);
        Token = token;
        _called.TrySetResult();
        return await Eventually.ResultAsync(_answer.Task);
    }
}
