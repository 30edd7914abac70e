using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Patterns.Caching.Filling;

/// <summary>The flights under way in this process, at most one per key that can be joined.</summary>
internal sealed class FlightTable
{
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>How many flights are under way.</summary>
    public int Count => _flights.Count;

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

    /// <summary>Starts the flight of a key, if none is under way.</summary>
    public bool TryStart<T>(string key, [NotNullWhen(true)] out ValueFlight<T>? flight)
    {
        flight = new ValueFlight<T>();
        if (_flights.TryAdd(key, flight))
        {
            return true;
        }

        flight = null;
        return false;
    }

    /// <summary>Forgets a flight that has ended.</summary>
    public void End(string key, Flight flight) => _flights.TryRemove(KeyValuePair.Create(key, flight));

    /// <summary>Keeps later callers from joining the flight of a key, because what it brings is older than a
    /// change.</summary>
    public void Revoke(string key)
    {
        if (_flights.TryRemove(key, out Flight? flight))
        {
            flight.Revoke();
        }
    }
}
