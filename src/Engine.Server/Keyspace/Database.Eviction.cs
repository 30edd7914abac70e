using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.Keyspace;

/// <summary>What eviction policies look at, and the deletion of the keys that they choose.</summary>
internal sealed partial class Database
{
    /// <summary>The hash of a key of this database.</summary>
    public ulong HashOf(in Entry entry) => Hash(entry.Key);

    /// <summary>Whether a handle, whose record may be gone already, is the one of a key with this hash.</summary>
    public bool Holds(uint handle, ulong hash) => _keys.Holds(handle, hash);

    /// <summary>Takes the handles of some keys at random, each once; returns how many.</summary>
    /// <param name="isOfExpiring">Only keys that have an expiry.</param>
    /// <param name="handles">The place for them.</param>
    public int Sample(bool isOfExpiring, Span<uint> handles) =>
        TableOf(isOfExpiring).Sample(_keyspace.Random, handles);

    /// <summary>The handle of a key at random, 0 when there is none.</summary>
    public uint PickAny(bool isOfExpiring) => TableOf(isOfExpiring).Random(_keyspace.Random);

    /// <summary>Deletes a key for want of memory.</summary>
    public void Evict(uint handle)
    {
        Entry entry = EntryOf(handle);
        bool isLazy = _keyspace.Options.LazyEviction;
        _keyspace.Statistics.EvictedKeys++;
        JournalDeletion(entry, isLazy);
        Notify(KeyEvents.Evicted, "evicted"u8, entry.Key);
        if (!Watches.IsEmpty)
            Watches.Modified(entry.Key, isGone: true);
        _keyspace.Tracker?.Removed(entry.Key);
        Drop(entry, Hash(entry.Key), isLazy);
    }

    /// <summary>
    /// Gives a key, which must exist, the access bits that a file or a dump tells, as far as the policy in force looks
    /// at them.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="idleSeconds">For how long it was not used; negative for not told.</param>
    /// <param name="frequency">How often it is used; negative for not told.</param>
    public void RestoreAccess(ReadOnlySpan<byte> key, long idleSeconds, int frequency)
    {
        if ((_keyspace.CountsUses ? frequency : idleSeconds) < 0 || !TryPeek(key, out Entry entry))
            return;
        uint access = _keyspace.CountsUses
            ? _keyspace.AccessAt((byte)frequency)
            : _keyspace.AccessBefore(idleSeconds);
        Record.SetAccessClock(entry.RecordBytes, access);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(in Entry entry)
    {
        if (_keyspace.CountsUses)
            CountUse(entry);
        else
            Record.SetAccessClock(entry.RecordBytes, _keyspace.AccessClock);
    }

    private void CountUse(in Entry entry) =>
        Record.SetAccessClock(entry.RecordBytes, _keyspace.AccessAfterUse(entry.AccessClock));

    /// <summary>The access bits of a value that takes the place of another one: it inherits the frequency.</summary>
    /// <param name="old">The access bits of the value before.</param>
    /// <param name="isUse">Replacing it is a use that was not counted yet.</param>
    private uint AccessOfReplacement(uint old, bool isUse)
    {
        if (!_keyspace.CountsUses)
            return _keyspace.AccessClock;
        return isUse ? _keyspace.AccessAfterUse(old) : old;
    }

    private HandleTable<RecordKeys> TableOf(bool isOfExpiring) => isOfExpiring ? _expiring : _keys;

    private void JournalDeletion(in Entry entry, bool isLazy)
    {
        IEffectSink effects = _keyspace.Effects;
        effects.Begin(Index, 2);
        effects.Add(isLazy ? "UNLINK"u8 : "DEL"u8);
        effects.Add(entry.Key);
    }
}
