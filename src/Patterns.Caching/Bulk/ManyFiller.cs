using System.Collections.Concurrent;
using Patterns.Caching.Entries;
using Patterns.Caching.Filling;
using Patterns.Caching.Leases;
using Patterns.Caching.Tags;

namespace Patterns.Caching.Bulk;

/// <summary>Fills several missing entries with one call of the source. Each key still has a flight of its own, so that
/// callers who want one of them share it.</summary>
/// <param name="flights">The flights under way.</param>
/// <param name="filler">Fills one entry.</param>
/// <param name="leases">The leases.</param>
/// <param name="tags">The versions of tags.</param>
/// <param name="writer">Calls the source and stores its values.</param>
internal sealed class ManyFiller(
    FlightTable flights,
    Filler filler,
    LeaseStore leases,
    TagStore tags,
    FillWriter writer)
{
    /// <summary>Finds the values that the caller did not find.</summary>
    /// <param name="request">What the caller asked for.</param>
    /// <param name="seen">What it found instead, by key.</param>
    /// <param name="found">Gets the values that there are.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task FillAsync<T>(
        ManyRequest<T> request,
        IReadOnlyDictionary<string, StoredEntry<T>> seen,
        Dictionary<string, T> found,
        CancellationToken cancellationToken)
    {
        var absent = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var mine = new List<Missing<T>>();
        var waiting = new List<(string Key, Task<T> Value)>();
        foreach ((string key, StoredEntry<T> entry) in seen)
        {
            FillRequest<ManyRequest<T>, T> single = SingleOf(request, key, entry, absent);
            if (flights.TryStart(key, out ValueFlight<T>? flight))
            {
                mine.Add(new Missing<T>(single, flight));
                waiting.Add((key, filler.LandAsync(flight, single, cancellationToken).AsTask()));
            }
            else
            {
                waiting.Add((key, filler.FillAsync(single, cancellationToken).AsTask()));
            }
        }

        if (mine.Count > 0)
        {
            _ = FlyAsync(request, mine, absent);
        }

        await Task.WhenAll(waiting.Select(wait => wait.Value)).ConfigureAwait(false);
        foreach ((string key, Task<T> value) in waiting)
        {
            T result = await value.ConfigureAwait(false);
            if (result is not null && !absent.ContainsKey(key))
            {
                found.Add(key, result);
            }
        }
    }

    private static FillRequest<ManyRequest<T>, T> SingleOf<T>(
        ManyRequest<T> request, string key, StoredEntry<T> entry, ConcurrentDictionary<string, bool> absent)
        => new(
            key,
            request,
            async (many, context, token) =>
            {
                IReadOnlyDictionary<string, T> values = await many.Factory([key], context, token).ConfigureAwait(false);
                return Pick(values, key, context, absent);
            },
            request.Options,
            request.Tags,
            entry,
            request.Epochs[key]);

    /// <summary>The value of a key; null for one that the source does not have, which is stored as such. Where a type
    /// has no null, nothing is stored.</summary>
    private static T Pick<T>(
        IReadOnlyDictionary<string, T> values,
        string key,
        CacheFactoryContext context,
        ConcurrentDictionary<string, bool> absent)
    {
        if (values.TryGetValue(key, out T? value))
        {
            return value;
        }

        absent[key] = true;
        if (default(T) is not null)
        {
            context.DoNotStore();
        }

        return default!;
    }

    private async Task FlyAsync<T>(
        ManyRequest<T> request, List<Missing<T>> mine, ConcurrentDictionary<string, bool> absent)
    {
        using var abandonment = new Abandonment(mine.Select(missing => missing.Flight));
        try
        {
            EntryStamp[] tokens = [.. mine.Select(_ => EntryStamp.Next())];
            LeaseReply<T>[] replies = await leases
                .AcquireManyAsync(
                    [.. mine.Select(missing => missing.Request.Key)],
                    tokens,
                    [.. mine.Select(missing => missing.Request.Seen)],
                    abandonment.Token)
                .ConfigureAwait(false);
            var fills = new List<(Missing<T> Missing, EntryStamp Token)>();
            var others = new List<Task>();
            for (int i = 0; i < mine.Count; i++)
            {
                Missing<T> missing = mine[i] with { Request = mine[i].Request with { Seen = replies[i].Entry } };
                switch (replies[i].Verdict)
                {
                    case LeaseVerdict.Value when replies[i].Entry.IsHit:
                        End(missing, replies[i].Entry.Value!);
                        break;
                    case LeaseVerdict.Fill:
                        fills.Add((missing, tokens[i]));
                        break;
                    default:
                        others.Add(filler.FlyAsync(missing.Flight, missing.Request));
                        break;
                }
            }

            if (fills.Count > 0)
            {
                await FillAsync(request, fills, absent, abandonment.Token).ConfigureAwait(false);
            }

            await Task.WhenAll(others).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (Missing<T> missing in mine.Where(missing => !missing.Flight.Landing.IsCompleted))
            {
                flights.End(missing.Request.Key, missing.Flight);
                missing.Flight.Fail(exception);
            }
        }
    }

    private async Task FillAsync<T>(
        ManyRequest<T> request,
        List<(Missing<T> Missing, EntryStamp Token)> fills,
        ConcurrentDictionary<string, bool> absent,
        CancellationToken abandoned)
    {
        string[] keys = [.. fills.Select(fill => fill.Missing.Request.Key)];
        var call = new FillRequest<ManyRequest<T>, IReadOnlyDictionary<string, T>>(
            keys[0],
            request,
            (many, context, token) => many.Factory(keys, context, token),
            request.Options,
            request.Tags,
            new StoredEntry<IReadOnlyDictionary<string, T>>(fills[0].Missing.Request.Seen.Outcome),
            default);
        foreach ((Missing<T> missing, EntryStamp token) in fills)
        {
            writer.Hold(missing.Request.Key, token);
        }

        SourceAnswer<IReadOnlyDictionary<string, T>> answer;
        TagVersions? versions;
        try
        {
            versions = await tags.CaptureAsync(request.Tags, abandoned).ConfigureAwait(false);
            answer = await writer.CallAsync(call, abandoned).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await Task.WhenAll(fills.Select(fill => writer
                .FailAsync(fill.Missing.Request, fill.Token, exception, abandoned).AsTask())).ConfigureAwait(false);
            throw;
        }

        await Task.WhenAll(fills.Select(StoreAsync)).ConfigureAwait(false);

        async Task StoreAsync((Missing<T> Missing, EntryStamp Token) fill)
        {
            FillRequest<ManyRequest<T>, T> single = fill.Missing.Request;
            CacheFactoryContext context = answer.Context.For(single.Key);
            T value = Pick(answer.Value, single.Key, context, absent);

            // Each of them costs the source a share of what all cost together.
            var mine = new SourceAnswer<T>(value, context, answer.Cost / fills.Count);
            await writer.StoreAsync(single, fill.Token, mine, versions).ConfigureAwait(false);
            End(fill.Missing, value);
        }
    }

    private void End<T>(Missing<T> missing, T value)
    {
        flights.End(missing.Request.Key, missing.Flight);
        missing.Flight.Succeed(value);
    }

    private readonly record struct Missing<T>(FillRequest<ManyRequest<T>, T> Request, ValueFlight<T> Flight);
}
