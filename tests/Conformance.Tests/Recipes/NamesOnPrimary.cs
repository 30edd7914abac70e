using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

/// <summary>Names whose keys lie on the primary that a walk is about, where a recipe makes hash tags of its own of
/// them.</summary>
internal static class NamesOnPrimary
{
    /// <summary>A user: all sessions of one begin with a part of a hash of the name.</summary>
    public static string FirstUser(ConnectionMultiplexer connection, string hashTag) => First(
        connection,
        hashTag,
        name => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 12)));

    /// <param name="connection">A client of the cluster.</param>
    /// <param name="hashTag">What the primary serves, in braces.</param>
    /// <param name="tagOf">The hash tag that the recipe makes of a name, without braces.</param>
    public static string First(ConnectionMultiplexer connection, string hashTag, Func<string, string> tagOf)
    {
        IDatabase database = connection.GetDatabase();
        return Enumerable.Range(0, 1_000)
            .Select(number => $"name{number}")
            .First(name => Equals(
                database.IdentifyEndpoint($"{{{tagOf(name)}}}"), database.IdentifyEndpoint(hashTag)));
    }
}
