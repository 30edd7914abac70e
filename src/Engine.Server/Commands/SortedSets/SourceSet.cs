using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.DataTypes.SortedSets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

/// <summary>A set or a sorted set that is combined with others; the members of a set have the score 1.</summary>
internal readonly ref struct SourceSet(ValueSlot slot)
{
    private const double ScoreInSet = 1;

    private readonly ValueSlot _slot = slot;

    public long Count => IsSet ? new SetValue(_slot).Count : new SortedSetValue(_slot).Count;

    private bool IsSet => _slot.Type == ValueType.Set;

    /// <summary>The score of a member. Returns false when there is no such member.</summary>
    public bool TryGetScore(PackedElement member, out double score)
    {
        score = ScoreInSet;
        return IsSet
            ? new SetValue(_slot).Contains(member)
            : new SortedSetValue(_slot).TryGetScore(member.Text(stackalloc byte[Numbers.LongLength]), out score);
    }

    /// <summary>All members, those of a set in no order.</summary>
    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator
    {
        private readonly bool _isSet;
        private SetValue.Enumerator _members;
        private SortedSetValue.Enumerator _elements;

        internal Enumerator(SourceSet source)
        {
            _isSet = source.IsSet;
            if (_isSet)
                _members = new SetValue(source._slot).GetEnumerator();
            else
                _elements = new SortedSetValue(source._slot).GetEnumerator();
        }

        public readonly SortedElement Current =>
            _isSet ? new SortedElement(_members.Current, ScoreInSet) : _elements.Current;

        public bool MoveNext() => _isSet ? _members.MoveNext() : _elements.MoveNext();
    }
}
