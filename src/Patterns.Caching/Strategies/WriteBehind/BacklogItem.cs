namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>A write that the source gets, and those before it that it stands for.</summary>
/// <param name="Write">The write.</param>
/// <param name="Superseded">The earlier ones of the same name.</param>
internal readonly record struct BacklogItem(LoggedWrite Write, IReadOnlyList<LoggedWrite> Superseded)
{
    /// <summary>All that is settled when the write is.</summary>
    public IEnumerable<LoggedWrite> All => Superseded.Append(Write);
}
