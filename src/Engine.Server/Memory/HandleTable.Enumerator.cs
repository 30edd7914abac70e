namespace Engine.Server.Memory;

internal sealed partial class HandleTable<TKeys>
{
    /// <summary>All handles, in no order. The table must not change meanwhile, as by a lookup to write.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Chains in use: the old ones that were not moved yet, and the new ones that were filled.</summary>
    private uint LiveChains => _old is { } old ? old.Count - _moved + FilledChains(old) : _buckets.Count;

    private uint FilledChains(BucketArray old) =>
        _buckets.Count > old.Count ? _moved * (_buckets.Count / old.Count) : Math.Min(_moved, _buckets.Count);

    /// <summary>One of <see cref="LiveChains"/>, those of the old array first.</summary>
    private ref Bucket LiveChain(uint chain, out BucketArray buckets)
    {
        buckets = _buckets;
        if (_old is not { } old)
            return ref _buckets.Head(chain);

        uint unmoved = old.Count - _moved;
        if (chain < unmoved)
        {
            buckets = old;
            return ref old.Head(_moved + chain);
        }
        uint filled = chain - unmoved;
        return ref _buckets.Head(filled / _moved * old.Count + filled % _moved);
    }

    public struct Enumerator
    {
        private readonly HandleTable<TKeys> _table;
        private readonly int _version;
        private uint _nextChain;
        private BucketArray _buckets = BucketArray.Empty;
        private Bucket _bucket;
        private int _slot;

        internal Enumerator(HandleTable<TKeys> table)
        {
            _table = table;
            _version = table._version;
        }

        public uint Current { readonly get; private set; }

        public bool MoveNext()
        {
            if (_version != _table._version)
            {
                throw new InvalidOperationException(
                    "The table changed while it was enumerated; collect the handles first.");
            }

            while (_slot == _bucket.Count)
            {
                if (_bucket.Next != 0)
                    _bucket = _buckets.Overflow(_bucket.Next);
                else if (_nextChain < _table.LiveChains)
                    _bucket = _table.LiveChain(_nextChain++, out _buckets);
                else
                    return false;
                _slot = 0;
            }
            Current = _bucket.HandleAt(_slot++);
            return true;
        }
    }
}
