using System.Collections.Concurrent;

namespace Patterns.Caching.Filling;

/// <summary>The flights under way in this process, at most one per key that can be joined.</summary>
internal sealed class FlightTable
{
    // A power of two. More stripes make it rarer that the end of one key's flight costs another key a second look.
    private const int Stripes = 1024;

    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly long[] _endings = new long[Stripes];

    /// <summary>How many flights are under way.</summary>
    public int Count => _flights.Count;

    /// <summary>A number that grows when a flight of this key ends, and sometimes when one of another does.</summary>
    /// <remarks>Whoever misses in Redis and then starts a flight compares the number from before its read with the
    /// current one: if they differ, the entry may have been filled between the read and the start, and is worth a
    /// second look. Without this, a slow reader would call the source a second time for the same expiry.</remarks>
    public long EndingsOf(string key) => Volatile.Read(ref StripeOf(key));

    /// <summary>Finds the flight of a key, or starts one.</summary>
    /// <param name="key">The key to fill.</param>
    /// <param name="started">Whether the caller has started the flight and must fly it.</param>
    /// <returns>A <see cref="ValueFlight{T}"/> that the caller now belongs to, or a flight of another type, which the
    /// caller does not belong to.</returns>
    public Flight JoinOrStart<T>(string key, out bool started)
    {
        while (true)
        {
            if (!_flights.TryGetValue(key, out Flight? flight))
            {
                flight = new ValueFlight<T>();
                if (_flights.TryAdd(key, flight))
                {
                    started = true;
                    return flight;
                }
            }
            else if (flight.IsEnclosing)
            {
                throw new InvalidOperationException(
                    $"The factory of the key '{key}' asked the cache for that key, and would wait for itself for ever: "
                    + "read the source directly inside a factory.");
            }
            else if (flight is not ValueFlight<T> || flight.TryJoin())
            {
                started = false;
                return flight;
            }
            else
            {
                _flights.TryRemove(KeyValuePair.Create(key, flight));
            }
        }
    }

    /// <summary>Forgets a flight that has ended.</summary>
    public void End(string key, Flight flight)
    {
        // In this order: who no longer finds the flight must see that it has ended.
        Interlocked.Increment(ref StripeOf(key));
        _flights.TryRemove(KeyValuePair.Create(key, flight));
    }

    /// <summary>Keeps the flight of a key from storing its value, and later callers from joining it.</summary>
    public void Revoke(string key)
    {
        if (_flights.TryRemove(key, out Flight? flight))
        {
            flight.Revoke();
        }
    }

    private ref long StripeOf(string key)
        => ref _endings[string.GetHashCode(key, StringComparison.Ordinal) & (Stripes - 1)];
}
