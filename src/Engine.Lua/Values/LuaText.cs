using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Engine.Lua.Values;

/// <summary>The text of values as tostring gives it, and the names of types.</summary>
internal static class LuaText
{
    private static readonly LuaString Nil = LuaString.FromText("nil");
    private static readonly LuaString True = LuaString.FromText("true");
    private static readonly LuaString False = LuaString.FromText("false");

    private static readonly LuaString[] TypeNames =
        [.. Enum.GetValues<LuaType>().Select(type => LuaString.FromText(NameOf(type)))];

    public static LuaString Of(in LuaValue value) => value.Reference switch
    {
        null => Nil,
        LuaString text => text,
        LuaObject other => LuaString.FromText($"{NameOf(other.Type)}: {Address(other)}"),
        _ => value.IsNumber ? LuaNumber.ToLuaString(value.Double) : value.IsTruthy ? True : False,
    };

    public static string NameOf(LuaType type) => type switch
    {
        LuaType.Nil => "nil",
        LuaType.Boolean => "boolean",
        LuaType.Number => "number",
        LuaType.String => "string",
        LuaType.Table => "table",
        LuaType.Function => "function",
        LuaType.Userdata => "userdata",
        _ => "thread",
    };

    public static string TypeName(in LuaValue value) => NameOf(value.Type);

    public static LuaString TypeString(LuaType type) => TypeNames[(int)type];

    /// <summary>Bytes as text for a message: what is no UTF-8 must survive, so every byte is a character.</summary>
    public static string Latin1(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>As <see cref="Latin1"/>, up to the first zero: what PUC Lua shows of a text that it formats.</summary>
    public static string Latin1UpToZero(ReadOnlySpan<byte> bytes) => Latin1(LuaNumber.UpToZero(bytes));

    /// <summary>A message back as bytes, the counterpart of <see cref="Latin1"/>.</summary>
    public static LuaString FromLatin1(string text) => new(Encoding.Latin1.GetBytes(text));

    // Objects move, so an identity that looks like an address takes its place.
    private static string Address(LuaObject value)
    {
        if (value == LuaUserdata.Null)
        {
            return "(nil)";
        }

        long address = 0x5500_0000_0000 + ((long)RuntimeHelpers.GetHashCode(value) << 4);
        return string.Create(CultureInfo.InvariantCulture, $"0x{address:x12}");
    }
}
