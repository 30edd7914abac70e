namespace Engine.Server.Keyspace;

/// <summary>Who hears of an effect: a script may choose by <c>redis.set_repl</c>.</summary>
[Flags]
internal enum EffectTargets
{
    None = 0,
    AppendOnlyFile = 1 << 0,
    Replicas = 1 << 1,
    All = AppendOnlyFile | Replicas,
}
