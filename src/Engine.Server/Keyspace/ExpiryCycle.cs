namespace Engine.Server.Keyspace;

/// <summary>
/// Deletes keys whose time has come although nobody asks for them. As in Redis, each round samples some keys of a
/// database and goes on while many of them were expired, within a share of the engine's time.
/// </summary>
internal sealed class ExpiryCycle(Keyspace keyspace)
{
    private const int KeysPerSample = 20;
    private const double AcceptableExpiredShare = 0.1;
    private const double ShareOfTime = 0.25;
    private const double WeightOfRound = 0.05;

    private int _nextDatabase;
    private int _sampled;
    private int _expired;

    /// <summary>One round of the regular work, of which there are <paramref name="hertz"/> a second.</summary>
    public void Run(int hertz)
    {
        if (!keyspace.IsActiveExpiryEnabled || keyspace.IsExpiryPaused)
            return;
        EngineClock clock = keyspace.Clock;
        long started = clock.Timestamp();
        _sampled = _expired = 0;
        DeleteSome(started, budget: (long)(1_000_000 * ShareOfTime / hertz));
        EstimateStale();
        keyspace.Statistics.ExpireCycleMicroseconds += clock.Microseconds(started, clock.Timestamp());
    }

    private void DeleteSome(long started, long budget)
    {
        EngineClock clock = keyspace.Clock;
        for (int i = 0; i < keyspace.DatabaseCount; i++)
        {
            Database database = keyspace[_nextDatabase];
            _nextDatabase = (_nextDatabase + 1) % keyspace.DatabaseCount;
            while (DeleteSample(database) > KeysPerSample * AcceptableExpiredShare)
            {
                if (clock.Microseconds(started, clock.Timestamp()) < budget)
                    continue;
                keyspace.Statistics.ExpireCyclesCutShort++;
                return;
            }
        }
    }

    private int DeleteSample(Database database)
    {
        int expired = database.DeleteExpiredSample(KeysPerSample, out int sampled);
        _sampled += sampled;
        _expired += expired;
        return expired;
    }

    /// <summary>A running average over the rounds, the last of which counts for a twentieth.</summary>
    private void EstimateStale()
    {
        double share = _sampled == 0 ? 0 : 100.0 * _expired / _sampled;
        KeyspaceStatistics statistics = keyspace.Statistics;
        statistics.ExpiredStalePercent += WeightOfRound * (share - statistics.ExpiredStalePercent);
    }

    /// <summary>Deletes every key whose time has come, for a clock that moves in leaps.</summary>
    public void RunToEnd()
    {
        if (!keyspace.IsActiveExpiryEnabled || keyspace.IsExpiryPaused)
            return;
        for (int i = 0; i < keyspace.DatabaseCount; i++)
            keyspace[i].DeleteAllExpired();
    }
}
