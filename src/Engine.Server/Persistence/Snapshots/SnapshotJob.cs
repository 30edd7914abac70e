using Engine.Server.Keyspace;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// A snapshot that is being taken beside the work: the engine thread words a few keys at a time, and those that
/// commands are about to change; a thread of its own writes.
/// </summary>
internal sealed class SnapshotJob : ISnapshotSink
{
    /// <summary>So long commands may have to wait for a slice.</summary>
    private const long MicrosecondsPerSlice = 200;

    /// <summary>While so much waits to be written, only keys that change are worded.</summary>
    private const long EnoughPendingBytes = 8 * 1024 * 1024;

    /// <summary>Reading the time costs as much as wording a few keys.</summary>
    private const int StepsPerLook = 8;

    private readonly EngineClock _clock;
    private readonly ISnapshotFormat _format;
    private readonly BackgroundOutput _output;
    private readonly SnapshotChecksum _checksum;
    private readonly KeyspaceSnapshot _walk;

    public SnapshotJob(
        Keyspace.Keyspace keyspace,
        SnapshotHead head,
        Func<ISnapshotOutput, ISnapshotFormat> format,
        BackgroundOutput output,
        SnapshotChecksum checksum)
    {
        _clock = keyspace.Clock;
        _output = output;
        _checksum = checksum;
        _format = format(output);
        _format.Begin(head);
        StartedAt = _clock.Now;
        StartChanges = keyspace.Changes;
        KeysTotal = head.TableSizes.Sum(sizes => sizes.Keys);
        _walk = KeyspaceSnapshot.Begin(keyspace, this);
    }

    /// <summary>Unix milliseconds.</summary>
    public long StartedAt { get; }

    /// <summary>The changes up to which the snapshot has them.</summary>
    public long StartChanges { get; }

    public long KeysTotal { get; }

    public long KeysTaken { get; private set; }

    /// <summary>Nothing is left to be read; what was read is being written.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Goes on for a moment. Returns whether there is more to do at once.</summary>
    public bool Step()
    {
        if (IsRead)
            return false;
        if (_output.HasFailed)
        {
            // Its owner hears of it by the thread's last word.
            StopReading();
            return false;
        }

        long started = _clock.Timestamp();
        do
        {
            for (int i = 0; i < StepsPerLook; i++)
            {
                if (_output.PendingBytes > EnoughPendingBytes)
                    return false;
                if (_walk.TakeSome())
                    continue;
                StopReading();
                _format.End();
                _output.Complete(_checksum);
                return false;
            }
        }
        while (_clock.Microseconds(started, _clock.Timestamp()) < MicrosecondsPerSlice);
        return true;
    }

    public void Take(int database, in Entry entry)
    {
        KeysTaken++;
        if (SnapshotWriter.CanWrite(entry))
            _format.Add(database, entry);
        else
            _output.Refuse(SnapshotWriter.TooLarge(entry));
    }

    /// <summary>The snapshot is not wanted any more. Returns when its file is gone.</summary>
    public void Abandon()
    {
        if (!IsRead)
            StopReading();
        _output.Abandon();
    }

    /// <summary>No more keys are read; writes go on unhindered.</summary>
    public void StopReading()
    {
        IsRead = true;
        _walk.End();
    }
}
