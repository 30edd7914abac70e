namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// The one snapshot that may be under way, whether it is to become a file of its own or the base of an append-only
/// file.
/// </summary>
/// <param name="keyspace">What is read.</param>
/// <param name="post">Runs an action on the engine thread soon.</param>
internal sealed class BackgroundWork(Keyspace.Keyspace keyspace, Action<Action> post)
{
    private SnapshotJob? _job;

    public bool IsBusy => _job is not null;

    public SnapshotJob? Job => _job;

    /// <summary>Begins a snapshot.</summary>
    /// <param name="file">Where it goes; owned from now on.</param>
    /// <param name="head">What stands before the keys.</param>
    /// <param name="format">How it is worded.</param>
    /// <param name="checksum">What follows its end.</param>
    /// <param name="ended">Called on the engine thread when it is safe on disk, or with what failed.</param>
    public SnapshotJob Begin(
        SnapshotFile file,
        SnapshotHead head,
        Func<ISnapshotOutput, ISnapshotFormat> format,
        SnapshotChecksum checksum,
        Action<SnapshotJob, Exception?> ended)
    {
        SnapshotJob? begun = null;
        var output = new BackgroundOutput(
            file,
            wake: () => post(static () => { }),
            failure => post(() => End(begun!, failure, ended)));
        begun = new SnapshotJob(keyspace, head, format, output, checksum);
        _job = begun;
        return begun;
    }

    /// <summary>Goes on for a moment. Returns whether there is more to do at once.</summary>
    public bool Step() => _job is { } job && job.Step();

    public void Abandon(SnapshotJob job)
    {
        job.Abandon();
        _job = null;
    }

    private void End(SnapshotJob job, Exception? failure, Action<SnapshotJob, Exception?> ended)
    {
        // It may have been given up while the news of its end was under way.
        if (_job != job)
            return;
        if (!job.IsRead)
            job.StopReading();
        _job = null;
        ended(job, failure);
    }
}
