using Patterns.Caching.Entries;

namespace Patterns.Caching.Leases;

/// <summary>A lease that is renewed until it is disposed of.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly LeaseStore _leases;
    private readonly string _key;
    private readonly EntryStamp _token;
    private readonly ITimer _timer;

    public HeldLease(LeaseStore leases, string key, EntryStamp token, TimeProvider timeProvider)
    {
        _leases = leases;
        _key = key;
        _token = token;
        TimeSpan period = leases.Times.Lease / 3;
        _timer = timeProvider.CreateTimer(static lease => _ = ((HeldLease)lease!).RenewAsync(), this, period, period);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            if (!await _leases.RenewAsync(_key, _token, _ended.Token).ConfigureAwait(false))
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The fill ended while the renewal was under way.
        }
    }
}
