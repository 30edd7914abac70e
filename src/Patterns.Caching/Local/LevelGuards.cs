namespace Patterns.Caching.Local;

/// <summary>Who keeps a level up to date. It is open while all of them can.</summary>
[Flags]
internal enum LevelGuards
{
    None = 0,

    /// <summary>What processes tell each other.</summary>
    Backplane = 1,

    /// <summary>What Redis says of changes.</summary>
    Tracking = 2,
}
