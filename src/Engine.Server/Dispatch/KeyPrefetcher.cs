using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Dispatch;

/// <summary>
/// Looks ahead in what a client has sent in one go, and has the memory of the next requests' keys fetched together,
/// where each request would else wait for its own.
/// </summary>
internal sealed class KeyPrefetcher
{
    /// <summary>About as many as a processor fetches at once; more would push the first out again.</summary>
    private const int GroupSize = 16;

    private readonly ulong[] _places = new ulong[GroupSize];

    /// <summary>Prefetches for the requests at the start of <paramref name="input"/>.</summary>
    /// <returns>How many bytes need not be looked at again.</returns>
    public int Prefetch(Database database, ReadOnlySpan<byte> input)
    {
        if (!database.IsWorthPrefetching)
            return input.Length;

        int position = 0;
        int count = 0;
        while (count < GroupSize)
        {
            if (!RequestOutline.TryRead(input[position..], out ReadOnlySpan<byte> key, out int length))
            {
                position = input.Length;
                break;
            }

            position += length;
            if (!key.IsEmpty)
                _places[count++] = database.PrefetchPlace(key);
        }

        for (int i = 0; i < count; i++)
            database.PrefetchRecord(_places[i]);
        return position;
    }
}
