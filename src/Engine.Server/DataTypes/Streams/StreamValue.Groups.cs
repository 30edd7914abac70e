namespace Engine.Server.DataTypes.Streams;

internal sealed partial class StreamValue
{
    /// <summary>Adds a group, whose name must not be there.</summary>
    public ConsumerGroup AddGroup(ReadOnlySpan<byte> name, StreamId lastId, long entriesRead)
    {
        var group = new ConsumerGroup(this, name.ToArray()) { LastId = lastId, EntriesRead = entriesRead };
        Groups.Add(group);
        CountTableBytes(group.TableBytes);
        return group;
    }

    /// <summary>Removes a group with its consumers and what they have not acknowledged.</summary>
    public void RemoveGroup(ConsumerGroup group)
    {
        while (group.Consumers.Count > 0)
            group.Remove(group.Consumers[^1]);
        Groups.Remove(group);
        CountTableBytes(-group.TableBytes);
    }

    /// <summary>What a group takes beside blocks of the heap has changed.</summary>
    public void CountTableBytes(long difference)
    {
        _groupBytes += difference;
        CountTableBytes();
    }

    /// <summary>A group was given the entry with this id: notes how far it is.</summary>
    public void Advance(ConsumerGroup group, StreamId id)
    {
        if (group.EntriesRead != ConsumerGroup.Unknown && !HasDeletedFrom(id))
            group.EntriesRead++;
        else if (EntriesAdded > 0)
            group.EntriesRead = EstimateEntriesUpTo(id);
        group.LastId = id;
    }

    /// <summary>How many entries the group has not been given yet; null when nobody can tell.</summary>
    public long? LagOf(ConsumerGroup group)
    {
        if (EntriesAdded == 0)
            return 0;
        if (group.EntriesRead != ConsumerGroup.Unknown && !HasDeletedFrom(group.LastId))
            return EntriesAdded - group.EntriesRead;
        long read = EstimateEntriesUpTo(group.LastId);
        return read == ConsumerGroup.Unknown ? null : EntriesAdded - read;
    }

    /// <summary>
    /// How many entries were ever added up to the one with this id, or <see cref="ConsumerGroup.Unknown"/>: it can be
    /// told of the last entry and, unless entries behind it were deleted one by one, of the first.
    /// </summary>
    public long EstimateEntriesUpTo(StreamId id)
    {
        if (EntriesAdded == 0)
            return 0;
        if (Length == 0 && id <= LastId)
            return EntriesAdded;
        if (id >= LastId)
            return id == LastId ? EntriesAdded : ConsumerGroup.Unknown;
        bool isWhole = LastDeletedId == StreamId.Zero || LastDeletedId < FirstId;
        if (!isWhole || id > FirstId)
            return ConsumerGroup.Unknown;
        return EntriesAdded - Length + (id == FirstId ? 1 : 0);
    }

    /// <summary>Whether an entry from this id on may have been deleted by its id.</summary>
    private bool HasDeletedFrom(StreamId id) =>
        Length > 0 && LastDeletedId != StreamId.Zero && FirstId <= LastDeletedId && id <= LastDeletedId;
}
