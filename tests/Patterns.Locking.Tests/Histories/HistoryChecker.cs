using Engine.Testing;
using Patterns.Locking.Leases;

namespace Patterns.Locking.Tests.Histories;

/// <summary>Keeps what happened, and says what must not have. It asks only what callers can ask, and looks into the
/// server's keys.</summary>
/// <param name="clock">The clock of the history.</param>
/// <param name="limit">How many permits the lock has.</param>
/// <param name="isFair">Whether the order of the queue is that of the grants.</param>
internal sealed class HistoryChecker(VirtualTimeProvider clock, int limit, bool isFair)
{
    private static readonly TimeSpan _rounding = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly List<HeldLock> _held = [];
    private readonly HashSet<long> _tokens = [];
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<(int Node, string Id), bool> _seen = [];
    private readonly int[] _counts = new int[Enum.GetValues<HistoryCount>().Length];
    private readonly List<string> _violations = [];
    private LockView _last = new(new Dictionary<string, int>(), [], [], 0);
    private long _lastExclusive;
    private long _largestWritten;
    private int _lastGrantWritten;
    private int _grants;

    public IReadOnlyList<string> Violations => _violations;

    public IReadOnlyList<int> Counts => _counts;

    public void Count(HistoryCount what, int times = 1) => Interlocked.Add(ref _counts[(int)what], times);

    public HeldLock Acquired(HistoryWorker worker, ILockHandle handle, int permits)
    {
        lock (_gate)
        {
            Count(HistoryCount.Acquired);
            var grant = new HeldLock(worker, handle, permits, ++_grants);
            if (handle.IsHeld)
            {
                RequireExclusion(grant);
                RequireLargerToken(grant);
                _ids.Add((handle as LockLease)?.Id ?? "");
            }

            _held.Add(grant);
            return grant;
        }
    }

    public void Released(HeldLock grant)
    {
        lock (_gate)
        {
            Count(HistoryCount.Released);
            grant.IsReleased = true;
            _held.Remove(grant);
        }
    }

    /// <summary>A write arrives that was sent when its sender held the lock. The resource refuses small
    /// tokens.</summary>
    public void Write(HeldLock grant)
    {
        lock (_gate)
        {
            long token = grant.Handle.FencingToken;
            if (token < _largestWritten)
            {
                Count(HistoryCount.RefusedAsStale);
                bool isAlone = grant.Permits == limit && grant.Handle.IsHeld;
                Require(!isAlone, $"{grant.Worker.Name} holds the lock alone, but its write is refused");
                return;
            }

            Count(HistoryCount.Written);
            bool isOutdated = limit == 1 && grant.Grant < _lastGrantWritten;
            Require(!isOutdated, $"{grant.Worker.Name} writes over what a later holder has written");
            _largestWritten = token;
            _lastGrantWritten = Math.Max(_lastGrantWritten, grant.Grant);
        }
    }

    /// <summary>What must hold at every moment. Time stands still meanwhile.</summary>
    /// <returns>Who has lost the lock and has not been told yet.</returns>
    public HeldLock[] CheckHandles()
    {
        lock (_gate)
        {
            int used = _held.Where(grant => grant.Handle.IsHeld).Sum(grant => grant.Permits);
            Require(used <= limit, $"{used} of {limit} permits are held at once");
            _held.ForEach(Check);
            return [.. _held.Where(IsUntold)];
        }
    }

    /// <summary>Whether a handle's time is over, and its LostToken does not say so.</summary>
    public bool IsUntold(HeldLock grant) => !grant.IsReleased
        && clock.Elapsed - grant.NotHeldSince > _rounding
        && !grant.Worker.Clock.IsPaused
        && !grant.Handle.LostToken.IsCancellationRequested;

    /// <summary>What must hold in the keys of a server.</summary>
    public void CheckServer(int node, LockView view)
    {
        lock (_gate)
        {
            int used = view.Holders.Values.Sum();
            Require(used <= limit, $"{used} of {limit} permits are granted by server {node}");
            foreach (string id in view.Holders.Keys.Where(_ids.Contains))
            {
                bool isBack = _seen.TryGetValue((node, id), out bool isThere) && !isThere;
                Require(!isBack, $"{id} holds the lock on server {node} again after it was gone");
                _seen[(node, id)] = true;
            }

            foreach ((int Node, string Id) gone in _seen.Keys.Where(
                key => key.Node == node && !view.Holders.ContainsKey(key.Id)).ToArray())
            {
                _seen[gone] = false;
            }

            if (isFair)
            {
                CheckOrder(view);
            }
        }
    }

    public void Require(bool holds, string found)
    {
        if (!holds)
        {
            lock (_gate)
            {
                _violations.Add($"After {clock.Elapsed}: {found}.");
            }
        }
    }

    private void CheckOrder(LockView view)
    {
        // Who has not asked for too long may have lost its place.
        string[] before = [.. _last.Queue.Where((_, place) => _last.Forgotten[place] > view.Now)];
        string[] stayed = [.. before.Where(view.Queue.Contains)];
        Require(view.Queue.Where(stayed.Contains).SequenceEqual(stayed), "the queue has changed its order");
        if (stayed.Length > 0)
        {
            foreach (string id in view.Holders.Keys.Where(id => !_last.Holders.ContainsKey(id)))
            {
                int place = Array.IndexOf(_last.Queue, id);
                Require(
                    place >= 0 && place < Array.IndexOf(_last.Queue, stayed[0]),
                    $"{id} got the lock before {stayed[0]}, who came first");
            }
        }

        Count(HistoryCount.Queued, view.Queue.Count(id => !_last.Queue.Contains(id)));
        _last = view;
    }

    private void Check(HeldLock grant)
    {
        bool isLost = grant.Handle.LostToken.IsCancellationRequested;
        if (grant.Handle.IsHeld)
        {
            Require(grant.NotHeldSince is null, $"{grant.Worker.Name} holds the lock again after it was lost");
            Require(!isLost, $"the LostToken of {grant.Worker.Name} is cancelled while the lock is held");
            return;
        }

        if (grant.NotHeldSince is null)
        {
            grant.NotHeldSince = clock.Elapsed;
            Count(HistoryCount.Lost);
        }
    }

    private void RequireExclusion(HeldLock grant)
    {
        int used = _held.Where(other => other.Handle.IsHeld).Sum(other => other.Permits) + grant.Permits;
        Require(
            used <= limit,
            $"{grant.Worker.Name} got the lock while "
            + string.Join(", ", _held.Where(other => other.Handle.IsHeld).Select(other => other.Worker.Name))
            + " held it");
    }

    private void RequireLargerToken(HeldLock grant)
    {
        long token = grant.Handle.FencingToken;
        bool isExclusive = grant.Permits == limit;
        long floor = isExclusive && _tokens.Count > 0 ? _tokens.Max() : _lastExclusive;
        Require(token > floor && _tokens.Add(token), $"the token {token} does not exceed {floor}");
        _lastExclusive = isExclusive ? token : _lastExclusive;
    }
}
