using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Locking.Leases;
using Patterns.Locking.Servers;
using StackExchange.Redis;

namespace Patterns.Locking.Fencing;

/// <summary>Values in Redis that refuse writers whose fencing token is smaller than that of the last write: whoever
/// lost the lock and does not know it yet.</summary>
/// <remarks>A value is a hash with the fields <c>value</c> and <c>token</c>, which other programs can read with HGET.
/// Every operation is one round trip.</remarks>
public sealed class FencedValues
{
    private static readonly RedisScript _write =
        RedisScript.FromResource(typeof(FencedValues).Assembly, "fenced_write");

    private readonly SingleServer _server;
    private readonly string _suffix;

    internal FencedValues(SingleServer server, string suffix)
    {
        _server = server;
        _suffix = suffix;
    }

    /// <summary>Writes a value if no larger token has.</summary>
    /// <param name="name">Which value: 1 to 512 characters without braces. It need not be the name of the lock.</param>
    /// <param name="value">The value.</param>
    /// <param name="fencingToken">The token of the lock under which it is written, at least 1.</param>
    /// <param name="timeToLive">How long the value and its token are kept, 1 millisecond or more; null means for ever.
    /// When the token is forgotten, any token may write.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if the writer is too late: somebody with a larger token has written.</returns>
    /// <exception cref="LockUnavailableException">Redis failed; it may have been written, and writing again does no
    /// harm.</exception>
    public ValueTask<bool> TrySetAsync(
        string name,
        RedisValue value,
        long fencingToken,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default)
        => WriteAsync(name, value, fencingToken, timeToLive, isRemoved: false, cancellationToken);

    /// <summary>Removes a value if no larger token has written it. The token is kept, so that an older writer does not
    /// bring the value back.</summary>
    /// <param name="name">Which value.</param>
    /// <param name="fencingToken">The token of the lock under which it is removed, at least 1.</param>
    /// <param name="timeToLive">How long the token is kept, 1 millisecond or more; null means for ever.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if the writer is too late.</returns>
    /// <exception cref="LockUnavailableException">Redis failed; it may have been removed.</exception>
    public ValueTask<bool> TryRemoveAsync(
        string name,
        long fencingToken,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default)
        => WriteAsync(name, "", fencingToken, timeToLive, isRemoved: true, cancellationToken);

    /// <summary>Reads a value.</summary>
    /// <param name="name">Which value.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The value; <see cref="RedisValue.Null"/> if there is none.</returns>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    public async ValueTask<RedisValue> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        RedisReply<RedisValue> reply = await _server.Gate
            .CallAsync(
                "HGET", static (database, key) => database.HashGetAsync(key, "value"), KeyOf(name), cancellationToken)
            .ConfigureAwait(false);
        ThrowIfFailed(name, reply.Failure, reply.Exception);
        return reply.Value;
    }

    private async ValueTask<bool> WriteAsync(
        string name,
        RedisValue value,
        long fencingToken,
        TimeSpan? timeToLive,
        bool isRemoved,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fencingToken, 1);
        if (timeToLive < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeToLive), $"The time to live is {timeToLive}, but must be 1 millisecond or more, or null.");
        }

        long milliseconds = (long)(timeToLive?.TotalMilliseconds ?? 0);
        RedisReply<RedisResult> reply = await _server.Gate
            .EvaluateAsync(
                new ScriptCall(_write, [KeyOf(name)], [fencingToken, value, milliseconds, isRemoved]),
                cancellationToken)
            .ConfigureAwait(false);
        ThrowIfFailed(name, reply.Failure, reply.Exception);
        return (int)reply.Value! == 1;
    }

    private RedisKey KeyOf(string name)
    {
        LeaseBounds.CheckName(name);
        return _server.Keys.Beside(name, _suffix);
    }

    private static void ThrowIfFailed(string name, RedisFailure failure, Exception? exception)
    {
        if (failure != RedisFailure.None)
        {
            throw new LockUnavailableException(
                $"Redis failed ({failure}) under the fenced value '{name}': try again, a repeated write does no harm.",
                exception);
        }
    }
}
