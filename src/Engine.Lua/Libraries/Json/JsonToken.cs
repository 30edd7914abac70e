namespace Engine.Lua.Libraries.Json;

/// <summary>The kinds of tokens, by the names that error messages give them.</summary>
internal enum JsonToken
{
    ObjectBegin,
    ObjectEnd,
    ListBegin,
    ListEnd,
    Text,
    Number,
    True,
    False,
    Null,
    Colon,
    Comma,
    End,
    Error,
}
