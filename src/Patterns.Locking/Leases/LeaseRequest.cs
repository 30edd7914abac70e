using StackExchange.Redis;

namespace Patterns.Locking.Leases;

/// <summary>What a caller wants to hold.</summary>
/// <param name="Name">What is locked, as the caller calls it.</param>
/// <param name="Keys">The lock, its queue, and what those in the queue ask for.</param>
/// <param name="Permits">How many permits.</param>
/// <param name="Limit">How many permits the lock has.</param>
/// <param name="TimeToLive">For how long, until it is renewed.</param>
/// <param name="Renewal">Whether it is renewed.</param>
/// <param name="MaxHold">How long it is renewed at most.</param>
internal sealed record LeaseRequest(
    string Name,
    RedisKey[] Keys,
    int Permits,
    int Limit,
    TimeSpan TimeToLive,
    bool Renewal,
    TimeSpan? MaxHold);
