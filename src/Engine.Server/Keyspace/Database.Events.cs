using System.Runtime.CompilerServices;

namespace Engine.Server.Keyspace;

/// <summary>Telling those who asked for it what happens to keys.</summary>
internal sealed partial class Database
{
    /// <summary>
    /// Something happened to a key. Unless somebody asked for events of this kind, that costs no more than to find out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Notify(KeyEvents kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        KeyEvents wanted = _keyspace.Options.KeyEvents;
        if ((wanted & kind) != 0)
            _keyspace.Events?.Happened(wanted, Index, name, key);
    }

    private void NotifyNew(ReadOnlySpan<byte> key) => Notify(KeyEvents.New, "new"u8, key);

    private void NotifyMiss(ReadOnlySpan<byte> key) => Notify(KeyEvents.Miss, "keymiss"u8, key);
}
