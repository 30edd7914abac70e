namespace Patterns.Caching;

/// <summary>A value is larger than <see cref="RedisCacheOptions.MaxValueBytes"/>.</summary>
public sealed class CacheValueTooLargeException : Exception
{
    internal CacheValueTooLargeException(int length, int maxBytes)
        : base(
            $"The value takes {length} bytes in Redis, but at most {maxBytes} are allowed: cache less of it, compress "
            + $"it ({nameof(RedisCacheOptions.CompressFromBytes)}) or raise {nameof(RedisCacheOptions.MaxValueBytes)}.")
    {
        Length = length;
        MaxBytes = maxBytes;
    }

    /// <summary>How many bytes it takes, header and compression included.</summary>
    public int Length { get; }

    /// <summary>How many are allowed.</summary>
    public int MaxBytes { get; }
}
