using Microsoft.Extensions.Logging;
using Patterns.Caching.Entries;
using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Tags;

namespace Patterns.Caching;

/// <content>What writes need that the source gets later.</content>
public sealed partial class RedisCache
{
    internal WriteLog OpenWriteLog(WriteBehindOptions options) => new(_redis, _keys, _announcer, options);

    internal WriteCodec<TKey, TValue> CreateWriteCodec<TKey, TValue>()
        where TKey : notnull
        where TValue : class
        => new(_wholeFormat, _serializer);

    internal WriteBehindServices CreateWriteBehindServices(WriteLog log, WriteBehindOptions options, ILogger logger)
        => new(log, options, _metrics, KeyPrefix, logger, _timeProvider);

    /// <summary>Takes a write that the source gets later. One round trip; two with tags.</summary>
    /// <param name="log">Where it waits.</param>
    /// <param name="name">The name of the value.</param>
    /// <param name="key">The caller's key, as it stands in the log.</param>
    /// <param name="value">The value; null to remove it.</param>
    /// <param name="options">How the entry is stored.</param>
    /// <param name="tags">The tags that the entry gets.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    internal async ValueTask<WriteBehindOutcome> AcceptAsync<T>(
        WriteLog log,
        string name,
        ReadOnlyMemory<byte> key,
        T? value,
        CacheEntryOptions? options,
        string[] tags,
        CancellationToken cancellationToken)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        TagVersions? versions = await _tags.CaptureAsync(tags, cancellationToken).ConfigureAwait(false);
        if (versions is not { } known)
        {
            _metrics.WriteAccepted(WriteBehindOutcome.Unconfirmed);
            return WriteBehindOutcome.Unconfirmed;
        }

        EntryTerms terms = _lifetime.Draw(_lifetime.TimeToLiveOf(options), value is null, options);
        var draft = new EntryDraft(terms, EntryStamp.Next(), Tags: known.ToBytes());

        // In one piece, because the log must have all of it.
        EncodedEntry entry = _wholeFormat.Encode(value, draft);
        _metrics.EntryWritten(entry.Length);
        string entryName = log.EntryNameOf(name);
        _flights.Revoke(entryName);
        WriteBehindOutcome outcome;
        try
        {
            outcome = await log.AcceptAsync(name, key, entry, cancellationToken).ConfigureAwait(false);
            if (outcome != WriteBehindOutcome.Full)
            {
                await RemoveCopiesAsync(entryName).ConfigureAwait(false);
            }
        }
        finally
        {
            _flights.Revoke(entryName);
            _local?.Drop(entryName);
        }

        _metrics.WriteAccepted(outcome);
        return outcome;
    }
}
