namespace Engine.Lua.Libraries.Json;

/// <summary>What JSON is made of; lists are called arrays there.</summary>
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
