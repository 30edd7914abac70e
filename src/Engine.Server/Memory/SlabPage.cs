namespace Engine.Server.Memory;

/// <summary>Which chunks of a page belong to which slab, and which are free.</summary>
internal sealed class SlabPage
{
    public const int ChunkBytes = 8192;
    public const int ChunkCount = PageHeap.PageBytes / ChunkBytes;

    private const byte NoSlab = byte.MaxValue;

    private readonly Slab[] _slabs = new Slab[ChunkCount];
    private readonly byte[] _firstChunkOf = new byte[ChunkCount];
    private UInt128 _freeChunks = UInt128.MaxValue;

    public SlabPage(int index)
    {
        Index = index;
        _firstChunkOf.AsSpan().Fill(NoSlab);
    }

    public int Index { get; }

    /// <summary>The most chunks that can be taken in one piece.</summary>
    public int LongestRun { get; private set; } = ChunkCount;

    /// <summary>Slabs of this page that hold at least one live block.</summary>
    public int LiveSlabs { get; set; }

    /// <summary>Neighbours in the list of pages whose longest run is the same.</summary>
    public SlabPage? Next { get; set; }

    public SlabPage? Previous { get; set; }

    public ref Slab SlabAt(int firstChunk) => ref _slabs[firstChunk];

    /// <summary>Finds the first chunk of the slab that covers <paramref name="chunk"/>.</summary>
    public bool TryGetFirstChunk(int chunk, out int firstChunk)
    {
        firstChunk = _firstChunkOf[chunk];
        return firstChunk != NoSlab;
    }

    /// <summary>Makes a slab out of the lowest free run of chunks that is long enough; there must be one.</summary>
    public int AddSlab(int sizeClass)
    {
        int chunks = SizeClasses.At(sizeClass).ChunksPerSlab;
        int first = (int)UInt128.TrailingZeroCount(StartsOfRuns(chunks));
        _freeChunks &= ~Bits(first, chunks);
        _firstChunkOf.AsSpan(first, chunks).Fill((byte)first);
        _slabs[first] = new Slab { SizeClass = (byte)sizeClass };
        LongestRun = MeasureLongestRun();
        return first;
    }

    public void RemoveSlab(int firstChunk)
    {
        int chunks = SizeClasses.At(_slabs[firstChunk].SizeClass).ChunksPerSlab;
        _freeChunks |= Bits(firstChunk, chunks);
        _firstChunkOf.AsSpan(firstChunk, chunks).Fill(NoSlab);
        LongestRun = MeasureLongestRun();
    }

    /// <summary>The chunks at which a run of at least <paramref name="length"/> free chunks starts.</summary>
    private UInt128 StartsOfRuns(int length)
    {
        UInt128 starts = _freeChunks;
        for (int known = 1; known < length;)
        {
            int step = Math.Min(known, length - known);
            starts &= starts >> step;
            known += step;
        }
        return starts;
    }

    private int MeasureLongestRun()
    {
        int longest = 0;
        for (UInt128 rest = _freeChunks; rest != 0;)
        {
            rest >>= (int)UInt128.TrailingZeroCount(rest);
            int run = (int)UInt128.TrailingZeroCount(~rest);
            longest = Math.Max(longest, run);
            if (run == ChunkCount)
                break;
            rest >>= run;
        }
        return longest;
    }

    private static UInt128 Bits(int first, int count) => (UInt128.MaxValue >> (ChunkCount - count)) << first;
}
