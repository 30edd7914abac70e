using System.Threading.RateLimiting;
using Patterns.Peers.Benchmarks.Contests;

namespace Patterns.Peers.Benchmarks;

/// <summary>Libraries, by what they can do: ours, and the others.</summary>
internal interface ILibraries
{
    IEnumerable<Library<ILockUnderTest>> Locks { get; }

    /// <summary>Caches that keep what they read in the process, too.</summary>
    IEnumerable<Library<ICacheUnderTest>> LocalCaches { get; }

    /// <summary>Caches that read from Redis each time.</summary>
    IEnumerable<Library<ICacheUnderTest>> Caches { get; }

    /// <summary>Caches whose processes agree who asks the source, if they can.</summary>
    IEnumerable<Library<ICacheUnderTest>> ProtectedCaches { get; }

    /// <summary>Limiters, as what takes a permit of them; all of them give the framework's leases.</summary>
    IEnumerable<Library<Func<ValueTask<RateLimitLease>>>> Limiters(LimitKind kind);

    IEnumerable<Library<IQueueUnderTest>> Queues { get; }
}
