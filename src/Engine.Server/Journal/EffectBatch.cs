using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Journal;

/// <summary>
/// The effects of one unit of work, in order, in one growing buffer that is used again for the next unit.
/// </summary>
internal sealed class EffectBatch
{
    private readonly List<(int Database, int FirstSlice, int Arguments, EffectTargets Targets)> _effects = [];
    private readonly List<ArgumentSlice> _slices = [];
    private byte[] _bytes = new byte[1024];
    private int _length;

    public int Count => _effects.Count;

    public Effect this[int index]
    {
        get
        {
            (int database, int first, int arguments, EffectTargets targets) = _effects[index];
            ReadOnlySpan<ArgumentSlice> slices = CollectionsMarshal.AsSpan(_slices).Slice(first, arguments);
            return new Effect(database, new Request(_bytes.AsSpan(0, _length), slices), targets);
        }
    }

    public void Begin(int database, int arguments, EffectTargets targets) =>
        _effects.Add((database, _slices.Count, arguments, targets));

    public void Add(ReadOnlySpan<byte> argument)
    {
        while (_bytes.Length - _length < argument.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        argument.CopyTo(_bytes.AsSpan(_length));
        _slices.Add(new ArgumentSlice(_length, argument.Length));
        _length += argument.Length;
    }

    public void Add(long argument)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        Add(digits[..Numbers.Format(argument, digits)]);
    }

    public void Clear()
    {
        const int BytesKept = 1024 * 1024;
        _effects.Clear();
        _slices.Clear();
        _length = 0;
        if (_bytes.Length > BytesKept)
            _bytes = new byte[1024];
    }
}
