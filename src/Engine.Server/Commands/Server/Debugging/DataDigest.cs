using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Keyspace;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Server.Debugging;

/// <summary>
/// A signature of data as Redis's DEBUG DIGEST makes it, so that the data of two servers can be compared: equal data
/// have equal signatures, whatever the order of keys.
/// </summary>
internal sealed class DataDigest
{
    private readonly byte[] _bytes = new byte[SHA1.HashSizeInBytes];

    public static string Of(Keyspace.Keyspace keyspace)
    {
        var all = new DataDigest();
        for (int i = 0; i < keyspace.DatabaseCount; i++)
        {
            Database database = keyspace[i];
            if (database.Count == 0)
                continue;
            all.Mix(i);
            foreach (uint handle in database)
            {
                Entry entry = database.EntryOf(handle);
                var digest = new DataDigest();
                digest.Mix(entry.Key);
                digest.MixValue(entry);
                all.Xor(digest._bytes);
            }
        }

        return all.ToString();
    }

    public void MixValue(in Entry entry)
    {
        Mix((int)entry.Type);
        switch (entry.Type)
        {
            case ValueType.String:
                MixString(entry);
                break;
            case ValueType.List:
                MixList(new ListValue(entry.Slot));
                break;
            case ValueType.Hash:
                MixHash(new HashValue(entry.Slot));
                break;
            case ValueType.Set:
                MixSet(new SetValue(entry.Slot));
                break;
            case ValueType.SortedSet:
                MixSortedSet(new SortedSetValue(entry.Slot));
                break;
            case ValueType.Stream:
                MixStream(entry.Slot.Large<StreamValue>());
                break;
            default:
                throw new UnreachableException($"There is no type {entry.Type}.");
        }

        if (entry.HasExpiry)
            Xor("!!expire!!"u8);
    }

    public override string ToString() => Convert.ToHexStringLower(_bytes);

    private void MixString(in Entry entry)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        Mix(entry.IsInteger ? digits[..Numbers.Format(entry.Integer, digits)] : entry.Bytes);
    }

    private void MixHash(HashValue hash)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (HashField pair in hash)
        {
            var digest = new DataDigest();
            digest.Mix(pair.Field.Text(digits));
            digest.Mix(pair.Value.Text(digits));
            Xor(digest._bytes);
        }
    }

    private void MixSet(SetValue set)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (PackedElement member in set)
            Xor(member.Text(digits));
    }

    private void MixList(ListValue list)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        for (ListCursor cursor = list.At(0); cursor.IsAtElement; cursor.MoveNext())
            Mix(cursor.Current.Text(digits));
    }

    private void MixSortedSet(SortedSetValue set)
    {
        Span<byte> digits = stackalloc byte[DoubleText.MaxLength];
        foreach (SortedElement element in set)
        {
            var digest = new DataDigest();
            digest.Mix(element.Member.Text(digits));
            digest.Mix(digits[..DoubleText.Format(element.Score, digits)]);
            Xor(digest._bytes);
        }
    }

    /// <summary>Only the entries count, as in Redis.</summary>
    private void MixStream(StreamValue stream)
    {
        Span<byte> id = stackalloc byte[StreamId.TextLength];
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        var cursor = new StreamCursor(stream, StreamId.Zero, StreamId.Largest);
        while (cursor.MoveNext())
        {
            int length = StreamIdText.Format(cursor.Current.Id, id);
            id[id.IndexOf((byte)'-')] = (byte)'.';
            Mix(id[..length]);
            FieldCursor fields = cursor.Fields;
            while (fields.TryRead(out PackedElement field, out PackedElement value))
            {
                Mix(field.Text(digits));
                Mix(value.Text(digits));
            }
        }
    }

    private void Mix(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        Mix(bytes);
    }

    /// <summary>Adds data whose order counts.</summary>
    private void Mix(ReadOnlySpan<byte> data)
    {
        Xor(data);
        Hash(_bytes, _bytes);
    }

    /// <summary>Adds data whose order does not count.</summary>
    private void Xor(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        Hash(data, hash);
        for (int i = 0; i < hash.Length; i++)
            _bytes[i] ^= hash[i];
    }

    [SuppressMessage("Security", "CA5350", Justification = "Nothing is protected by it: Redis compares data by SHA-1.")]
    private static void Hash(ReadOnlySpan<byte> data, Span<byte> destination) => SHA1.HashData(data, destination);
}
