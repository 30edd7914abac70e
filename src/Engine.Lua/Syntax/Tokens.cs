using System.Text;
using Engine.Lua.Values;

namespace Engine.Lua.Syntax;

/// <summary>How tokens are spelled, in source and in messages.</summary>
internal static class Tokens
{
    private static readonly string[] Spellings =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not",
        "or", "repeat", "return", "then", "true", "until", "while",
        "..", "...", "==", ">=", "<=", "~=", "<number>", "<name>", "<string>", "<eof>",
    ];

    private static readonly Dictionary<LuaString, Token> Reserved =
        Spellings[..(Token.While - Token.And + 1)]
            .Index()
            .ToDictionary(word => LuaString.FromText(word.Item), word => Token.And + word.Index);

    public static string Spell(Token token)
    {
        if (token >= Token.And)
        {
            return Spellings[token - Token.And];
        }

        return (int)token is < 32 or 127 ? $"char({(int)token})" : Encoding.Latin1.GetString([(byte)token]);
    }

    /// <summary>The reserved word that a name is, or the token of names.</summary>
    public static Token OfName(LuaString name) => Reserved.GetValueOrDefault(name, Token.Name);
}
