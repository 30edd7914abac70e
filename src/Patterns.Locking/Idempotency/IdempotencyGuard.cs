using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Patterns.Locking.Fencing;
using StackExchange.Redis;

namespace Patterns.Locking.Idempotency;

/// <summary>Runs an operation once for each key, and answers repetitions with the result of the first: for requests
/// that clients repeat because they did not hear the answer.</summary>
/// <remarks>
/// <para>Callers with the same key take turns under a lock, and the result is stored under its fencing token. A
/// repetition is one round trip, a first run five.</para>
/// <para>An operation whose process dies after it has acted and before its result is stored runs again: no guard
/// outside the operation can know how far it came. Give <see cref="IdempotentRun.FencingToken"/> or the key to what it
/// writes to.</para>
/// </remarks>
public sealed class IdempotencyGuard
{
    private static readonly IdempotencyOptionsValidator _validator = new();

    private readonly RedisLocks _locks;
    private readonly FencedValues _results;
    private readonly IdempotencyOptions _options;

    /// <summary>Creates a guard.</summary>
    /// <param name="locks">Where locks and results are.</param>
    /// <param name="options">The options; null means the defaults. They are read now and never again.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    public IdempotencyGuard(RedisLocks locks, IdempotencyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(locks);
        options ??= new IdempotencyOptions();
        _validator.ThrowIfInvalid(options);
        _locks = locks;
        _results = locks.NewFencedValues(LockKeys.Result);
        _options = new IdempotencyOptions
        {
            ResultTimeToLive = options.ResultTimeToLive,
            WaitTime = options.WaitTime,
        };
    }

    /// <summary>Runs an operation unless its key has a result already.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="key">The key that repetitions share, such as a request's Idempotency-Key: 1 to 512 characters
    /// without braces.</param>
    /// <param name="operation">What to run. Its token is cancelled when the caller leaves or when the key is lost to
    /// somebody else. An exception passes to the caller, and the next call runs it again.</param>
    /// <param name="type">How results are written and read, as the compiler generates it for a
    /// <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Stops the waiting, and the operation.</param>
    /// <returns>The result, and whether it is new.</returns>
    /// <exception cref="StaleLockException">The operation ran, but so slowly that somebody else has run it as well; the
    /// result of the other is kept.</exception>
    /// <exception cref="LockUnavailableException">Redis failed: before the operation, which then did not run, or
    /// after it, when its result is not kept.</exception>
    /// <exception cref="ArgumentException">The key is not usable.</exception>
    public async ValueTask<IdempotentResult<T>> RunAsync<T>(
        string key,
        Func<IdempotentRun, CancellationToken, Task<T>> operation,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(type);
        RedisValue stored = await _results.GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (!stored.IsNull)
        {
            return Replay(stored, type);
        }

        ILockHandle? handle = await _locks
            .TryAcquireAsync(key, LockKeys.Idempotency, 1, 1, options: null, _options.WaitTime, cancellationToken)
            .ConfigureAwait(false);
        if (handle is null)
        {
            return new IdempotentResult<T>(IdempotentOutcome.InFlight, default);
        }

        await using (handle.ConfigureAwait(false))
        {
            // Who had the key before may have left a result.
            stored = await _results.GetAsync(key, cancellationToken).ConfigureAwait(false);
            return stored.IsNull
                ? await RunAsync(handle, operation, type, cancellationToken).ConfigureAwait(false)
                : Replay(stored, type);
        }
    }

    private async ValueTask<IdempotentResult<T>> RunAsync<T>(
        ILockHandle handle,
        Func<IdempotentRun, CancellationToken, Task<T>> operation,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.LostToken);
        T value = await operation(new IdempotentRun(handle.Name, handle.FencingToken), stop.Token)
            .ConfigureAwait(false);
        byte[] result = JsonSerializer.SerializeToUtf8Bytes(value, type);

        // The caller may have left; the result is kept all the same, because the operation has run.
        bool isKept = await _results
            .TrySetAsync(
                handle.Name, result, handle.FencingToken, _options.ResultTimeToLive, CancellationToken.None)
            .ConfigureAwait(false);
        return isKept
            ? new IdempotentResult<T>(IdempotentOutcome.Ran, value)
            : throw new StaleLockException(
                $"The operation of the key '{handle.Name}' took so long that somebody else has run it as well, whose "
                + "result is kept: use renewal, or a longer time to live.",
                handle.FencingToken);
    }

    private static IdempotentResult<T> Replay<T>(RedisValue stored, JsonTypeInfo<T> type)
    {
        ReadOnlyMemory<byte> bytes = stored;
        return new IdempotentResult<T>(
            IdempotentOutcome.Replayed, JsonSerializer.Deserialize(bytes.Span, type));
    }
}
