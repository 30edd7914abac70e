namespace Engine.Server.Tests.Persistence;

/// <summary>What may become of a file: a bit flips, bytes change, a piece is missing, comes twice or is cut
/// off.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] sound, Random random)
    {
        int at = random.Next(sound.Length);
        int length = random.Next(1, Math.Min(64, sound.Length - at + 1));
        switch (random.Next(5))
        {
            case 0:
                byte[] flipped = [.. sound];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                byte[] changed = [.. sound];
                random.NextBytes(changed.AsSpan(at, length));
                return changed;
            case 2:
                return [.. sound.AsSpan(0, at), .. sound.AsSpan(at + length)];
            case 3:
                return [.. sound.AsSpan(0, at + length), .. sound.AsSpan(at)];
            default:
                return [.. sound.AsSpan(0, at)];
        }
    }
}
