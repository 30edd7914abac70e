using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Engine.Lua.Values;

/// <summary>Any value of Lua, in 16 bytes. The default is nil. Equality is Lua's primitive equality.</summary>
public struct LuaValue : IEquatable<LuaValue>
{
    // Null for nil, a tag for numbers and booleans, otherwise the object itself.
    internal object? Reference;

    // Means something only under the tag for numbers.
    internal double Double;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LuaValue(object? reference, double number = 0)
    {
        Reference = reference;
        Double = number;
    }

    /// <summary>The value of every variable that was given none.</summary>
    public static LuaValue Nil => default;

    /// <summary>The type of the value.</summary>
    public readonly LuaType Type => Reference switch
    {
        null => LuaType.Nil,
        LuaObject value => value.Type,
        _ => IsNumber ? LuaType.Number : LuaType.Boolean,
    };

    /// <summary>Whether the value is nil.</summary>
    public readonly bool IsNil => Reference is null;

    /// <summary>Whether the value is a number; a string that looks like one is not.</summary>
    public readonly bool IsNumber => Reference == TypeTag.Number;

    /// <summary>Whether the value is a string; a number is not.</summary>
    public readonly bool IsString => Reference is LuaString;

    /// <summary>Whether a condition takes the value for true: everything but nil and false.</summary>
    public readonly bool IsTruthy => Reference is not null && Reference != TypeTag.False;

    /// <summary>A number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator LuaValue(double number) => new(TypeTag.Number, number);

    /// <summary>A boolean.</summary>
    public static implicit operator LuaValue(bool value) => new(value ? TypeTag.True : TypeTag.False);

    /// <summary>A string, table, function, userdata or thread; null is nil.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator LuaValue(LuaObject? value) => new(value);

    /// <summary>Primitive equality: no metamethod is asked.</summary>
    public static bool operator ==(LuaValue left, LuaValue right) => left.Equals(right);

    /// <summary>The negation of primitive equality.</summary>
    public static bool operator !=(LuaValue left, LuaValue right) => !left.Equals(right);

    /// <summary>A string of the UTF-8 bytes of a text.</summary>
    public static LuaValue FromText(string text) => new(LuaString.FromText(text));

    /// <summary>The string, when the value is one.</summary>
    public readonly bool TryGetString([NotNullWhen(true)] out LuaString? value) =>
        (value = Reference as LuaString) is not null;

    /// <summary>The table, when the value is one.</summary>
    public readonly bool TryGetTable([NotNullWhen(true)] out LuaTable? value) =>
        (value = Reference as LuaTable) is not null;

    /// <summary>The function, when the value is one.</summary>
    public readonly bool TryGetFunction([NotNullWhen(true)] out LuaFunction? value) =>
        (value = Reference as LuaFunction) is not null;

    /// <summary>The userdata, when the value is one.</summary>
    public readonly bool TryGetUserdata([NotNullWhen(true)] out LuaUserdata? value) =>
        (value = Reference as LuaUserdata) is not null;

    /// <summary>The number, when the value is one.</summary>
    public readonly bool TryGetNumber(out double value)
    {
        value = Double;
        return IsNumber;
    }

    /// <summary>The number that the value is or that its string denotes, as arithmetic converts it.</summary>
    public readonly bool TryConvertToNumber(out double value) =>
        TryGetNumber(out value) || (Reference is LuaString text && LuaNumber.TryParse(text.Span, out value));

    /// <summary>The string that the value is or into which concatenation converts its number.</summary>
    public readonly bool TryConvertToString([NotNullWhen(true)] out LuaString? value)
    {
        value = Reference as LuaString ?? (IsNumber ? LuaNumber.ToLuaString(Double) : null);
        return value is not null;
    }

    /// <inheritdoc/>
    public readonly bool Equals(LuaValue other)
    {
        if (Reference == other.Reference)
        {
            return Reference != TypeTag.Number || Double == other.Double;
        }

        return Reference is LuaString left && other.Reference is LuaString right && left.ContentEquals(right);
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is LuaValue other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Reference switch
    {
        null => 0,
        LuaString text => text.Hash,
        _ => IsNumber ? Double.GetHashCode() : RuntimeHelpers.GetHashCode(Reference),
    };

    /// <summary>The text that tostring gives for the value without its metatable, read as UTF-8.</summary>
    public override readonly string ToString() => LuaText.Of(this).ToString();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetNumber(double number)
    {
        Reference = TypeTag.Number;
        Double = number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetBoolean(bool value) => Reference = value ? TypeTag.True : TypeTag.False;

    /// <summary>Asks for a sealed type of object; a cast where the type is already known costs nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly T As<T>()
        where T : LuaObject
    {
        System.Diagnostics.Debug.Assert(Reference is T);
        return Unsafe.As<T>(Reference)!;
    }
}
