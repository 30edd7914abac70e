using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks;

/// <summary>A library that takes part.</summary>
/// <typeparam name="T">What it does.</typeparam>
/// <param name="Name">Its name, with what was set.</param>
/// <param name="Open">Makes it ready on a connection, as a process would do once.</param>
internal sealed record Library<T>(string Name, Func<IConnectionMultiplexer, T> Open);
