namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Copies sequences while projecting their elements.</summary>
public static class SequenceExtensions
{
    /// <summary>Projects every element into <paramref name="destination"/>, which must be long enough.</summary>
    public static void CopyTo<TFrom, TTo>(
        this in Sequence<TFrom> source, Span<TTo> destination, Projection<TFrom, TTo> projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        if (source.Length > destination.Length)
        {
            throw new ArgumentException(
                $"The destination holds {destination.Length} elements and the sequence has {source.Length}.",
                nameof(destination));
        }

        var index = 0;
        foreach (var span in source.Spans)
        {
            foreach (ref readonly var value in span)
            {
                destination[index++] = projection(in value);
            }
        }
    }

    /// <summary>An array of the projected elements.</summary>
    public static TTo[] ToArray<TFrom, TTo>(this in Sequence<TFrom> source, Projection<TFrom, TTo> projection)
    {
        if (source.IsEmpty)
        {
            return [];
        }

        var result = new TTo[source.Length];
        source.CopyTo(result, projection);
        return result;
    }

    /// <summary>An array of the elements projected with a state.</summary>
    public static TTo[] ToArray<TFrom, TState, TTo>(
        this in Sequence<TFrom> source, Projection<TFrom, TState, TTo> projection, in TState state)
    {
        ArgumentNullException.ThrowIfNull(projection);
        if (source.IsEmpty)
        {
            return [];
        }

        var result = new TTo[source.Length];
        var index = 0;
        foreach (var span in source.Spans)
        {
            foreach (ref readonly var value in span)
            {
                result[index++] = projection(in value, in state);
            }
        }

        return result;
    }
}
