namespace Engine.Server.Keyspace;

/// <summary>
/// Takes what changed, as commands that repeat the change: from commands, and from expiry and eviction, which journal
/// the
/// deletions they make on their own.
/// </summary>
internal interface IEffectSink
{
    /// <summary>Whether anybody reads; when nobody does, an effect need not be spelled out.</summary>
    bool IsRead { get; }

    /// <summary>
    /// Who is to hear of the effects that begin from now on: all, unless a script says otherwise by
    /// <c>redis.set_repl</c>.
    /// </summary>
    EffectTargets Targets { get; set; }

    /// <summary>
    /// Starts an effect of <paramref name="arguments"/> arguments, to be given by <see
    /// cref="Add(ReadOnlySpan{byte})"/>.
    /// </summary>
    void Begin(int database, int arguments);

    void Add(ReadOnlySpan<byte> argument);

    void Add(long argument);
}
