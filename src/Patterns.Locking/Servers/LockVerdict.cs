namespace Patterns.Locking.Servers;

/// <summary>What a server answers to a request, in the numbers of acquire_lock.lua.</summary>
internal enum LockVerdict
{
    Refused = -1,
    Queued = 0,
    Granted = 1,
    HeldAlready = 2,
}
