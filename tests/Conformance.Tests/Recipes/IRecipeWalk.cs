using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

/// <summary>Calls every operation of a package once, with results that it checks.</summary>
internal interface IRecipeWalk
{
    /// <summary>How long Redis may take: machines have other things to do, too.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="connection">A client of the cluster.</param>
    /// <param name="hashTag">Keys with this tag, in braces, are served by one of the primaries.</param>
    /// <param name="called">Makes the calls.</param>
    Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called);
}
