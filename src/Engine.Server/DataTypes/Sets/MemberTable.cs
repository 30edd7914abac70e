namespace Engine.Server.DataTypes.Sets;

/// <summary>The members of a large set.</summary>
internal sealed class MemberTable(ValueStore store) : RecordTable(store)
{
    /// <summary>Returns false when the member is there already.</summary>
    public bool Add(ReadOnlySpan<byte> member)
    {
        ulong hash = Hash(member);
        if (TryFind(member, hash, out _))
            return false;
        uint record = Allocate(LengthPrefix.SizeOf(member.Length) + member.Length);
        LengthPrefix.WriteBytes(Heap.At(record), member);
        Add(record, hash);
        return true;
    }

    public override MemberTable Copy()
    {
        var copy = new MemberTable(Store);
        foreach (uint record in this)
            copy.Add(KeyOf(record));
        return copy;
    }
}
