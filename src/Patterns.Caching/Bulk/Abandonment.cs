using Patterns.Caching.Filling;

namespace Patterns.Caching.Bulk;

/// <summary>Cancels what serves several flights when all of them have been abandoned.</summary>
internal sealed class Abandonment : IDisposable
{
    private readonly CancellationTokenSource _all = new();
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _left;

    public Abandonment(IEnumerable<Flight> flights)
    {
        Flight[] each = [.. flights];
        _left = each.Length;
        foreach (Flight flight in each)
        {
            _registrations.Add(flight.Abandoned.UnsafeRegister(static all => ((Abandonment)all!).Abandon(), this));
        }
    }

    public CancellationToken Token => _all.Token;

    public void Dispose()
    {
        foreach (CancellationTokenRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _all.Dispose();
    }

    private void Abandon()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _all.Cancel();
        }
    }
}
