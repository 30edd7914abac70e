using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Keyspace;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sorting;

/// <summary>
/// A pattern of BY and GET: <c>weight_*</c> is the string at the key that comes from putting the element in the place
/// of the star, <c>user_*->name</c> a field of the hash there, and <c>#</c> the element itself.
/// </summary>
internal readonly ref struct SortPattern
{
    private readonly ReadOnlySpan<byte> _prefix;
    private readonly ReadOnlySpan<byte> _suffix;
    private readonly ReadOnlySpan<byte> _field;
    private readonly bool _isElement;

    public SortPattern(ReadOnlySpan<byte> pattern)
    {
        _isElement = pattern.SequenceEqual("#"u8);

        // As in C, nothing is looked for behind a NUL; it belongs to the key nevertheless.
        int end = pattern.IndexOf((byte)0);
        ReadOnlySpan<byte> searched = end < 0 ? pattern : pattern[..end];
        int star = searched.IndexOf((byte)'*');
        IsVariable = star >= 0;
        if (star < 0)
            return;
        _prefix = pattern[..star];
        _suffix = pattern[(star + 1)..];
        int arrow = searched[(star + 1)..].IndexOf("->"u8);
        if (arrow < 0 || star + 1 + arrow + 2 == searched.Length)
            return;
        _field = _suffix[(arrow + 2)..];
        _suffix = _suffix[..arrow];
    }

    /// <summary>Whether different elements may give different values.</summary>
    public bool IsVariable { get; }

    /// <summary>
    /// Finds what the pattern stands for with an element. The value is valid until the keyspace is written.
    /// </summary>
    public bool TryFind(Database database, ReadOnlySpan<byte> element, out PackedElement value)
    {
        value = default;
        if (_isElement)
        {
            value = new PackedElement(element);
            return true;
        }

        if (!IsVariable || !TryReadKey(database, element, out Entry entry))
            return false;
        if (!_field.IsEmpty)
            return entry.Type == ValueType.Hash && new HashValue(entry.Slot).TryGet(_field, out value);
        if (entry.Type != ValueType.String)
            return false;
        value = entry.IsInteger ? new PackedElement(entry.Integer) : new PackedElement(entry.Bytes);
        return true;
    }

    private bool TryReadKey(Database database, ReadOnlySpan<byte> element, out Entry entry)
    {
        const int ShortKey = 256;
        int length = _prefix.Length + element.Length + _suffix.Length;
        Span<byte> key = length <= ShortKey ? stackalloc byte[length] : new byte[length];
        _prefix.CopyTo(key);
        element.CopyTo(key[_prefix.Length..]);
        _suffix.CopyTo(key[(_prefix.Length + element.Length)..]);
        return database.TryRead(key, out entry);
    }
}
