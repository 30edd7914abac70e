namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Makes a result of an element.</summary>
public delegate TTo Projection<TFrom, TTo>(in TFrom value);

/// <summary>Makes a result of an element and a state that is the same for all elements.</summary>
public delegate TTo Projection<TFrom, TState, TTo>(in TFrom value, in TState state);
