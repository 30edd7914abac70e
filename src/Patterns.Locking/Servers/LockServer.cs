using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Locking.Leases;
using StackExchange.Redis;

namespace Patterns.Locking.Servers;

/// <summary>What can be asked of one server, or of one cluster.</summary>
/// <param name="gate">The way to it.</param>
/// <param name="scripts">How it is asked.</param>
/// <param name="fencingMemory">How long tokens are remembered after a lock was held.</param>
internal sealed class LockServer(RedisGate gate, LockScripts scripts, TimeSpan fencingMemory)
{
    // Keeps one call short: a lock costs the server some three microseconds.
    private const int MaxLocksPerCall = 256;

    private readonly RedisValue _memory = (long)fencingMemory.TotalMilliseconds;

    public RedisGate Gate => gate;

    /// <summary>The arguments of <see cref="AcquireAsync"/>; servers with the same memory have the same ones.</summary>
    /// <param name="lease">Who asks.</param>
    /// <param name="patience">How long its place in the queue is kept; zero means that it does not wait.</param>
    /// <param name="channel">Where a grant is told to those who wait.</param>
    /// <param name="sentAt">When this is sent; the message about a grant repeats it.</param>
    public RedisValue[] ToAcquire(LockLease lease, TimeSpan patience, RedisValue channel, long sentAt)
    {
        LeaseRequest request = lease.Request;
        RedisValue length = Microseconds.Of(request.TimeToLive);
        return patience == TimeSpan.Zero
            ? [lease.Id, request.Permits, request.Limit, length, _memory]
            :
            [
                lease.Id, request.Permits, request.Limit, length, _memory, Microseconds.Of(patience), channel, sentAt,
            ];
    }

    /// <summary>Asks for a lease. One round trip.</summary>
    /// <param name="lease">Who asks; it hears of a late reply.</param>
    /// <param name="arguments">What <see cref="ToAcquire"/> made of it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>A <see cref="LockAnswer"/>, unread: to read it here would cost each call a state machine.</returns>
    public ValueTask<RedisReply<RedisResult>> AcquireAsync(
        LockLease lease, RedisValue[] arguments, CancellationToken cancellationToken)
        => gate.EvaluateAsync(
            new ScriptCall(scripts.Acquire, lease.Request.Keys, arguments, lease), cancellationToken);

    /// <summary>The arguments of <see cref="ReleaseAsync"/>; servers with the same memory have the same ones.</summary>
    /// <param name="lease">Whose.</param>
    /// <param name="floor">A token that those to come must exceed.</param>
    public RedisValue[] ToRelease(LockLease lease, long floor) => [lease.Id, _memory, floor];

    /// <summary>Gives back what a lease holds or waits for. One round trip, which may be repeated.</summary>
    /// <param name="lease">Whose.</param>
    /// <param name="arguments">What <see cref="ToRelease"/> made of it.</param>
    /// <returns>Whether it was held; or why nobody knows.</returns>
    public ValueTask<RedisReply<RedisResult>> ReleaseAsync(LockLease lease, RedisValue[] arguments)
        => gate.EvaluateAsync(
            new ScriptCall(scripts.Release, lease.Request.Keys, arguments), CancellationToken.None);

    /// <summary>Renews leases: one call for all of them, or on a cluster one for each slot, sent together.</summary>
    /// <param name="leases">The leases.</param>
    /// <param name="floor">A token for each that those to come must exceed; 0 where the server knows it.</param>
    /// <param name="renewal">Hears of each call.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public Task RenewAsync(
        IEnumerable<LockLease> leases,
        Func<LockLease, long> floor,
        Func<RenewalReply, Task> renewal,
        CancellationToken cancellationToken)
        => Task.WhenAll(
            from slot in leases.GroupBy(lease => gate.Multiplexer.HashSlot(lease.Request.Keys[0]))
            from chunk in slot.Chunk(MaxLocksPerCall)
            select RenewAsync(chunk, floor, renewal, cancellationToken));

    private async Task RenewAsync(
        LockLease[] leases,
        Func<LockLease, long> floor,
        Func<RenewalReply, Task> renewal,
        CancellationToken cancellationToken)
    {
        TimeSpan[] lengths = [.. leases.Select(lease => lease.RenewalLength)];
        RedisValue[] arguments =
        [
            _memory,
            .. leases.Zip(lengths).SelectMany(pair => (RedisValue[])
                [pair.First.Id, Microseconds.Of(pair.Second), floor(pair.First)]),
        ];
        RedisReply<RedisResult> reply = await gate
            .EvaluateAsync(
                new ScriptCall(scripts.Renew, [.. leases.Select(lease => lease.Request.Keys[0])], arguments),
                cancellationToken)
            .ConfigureAwait(false);
        await renewal(new RenewalReply(leases, lengths, reply)).ConfigureAwait(false);
    }
}
