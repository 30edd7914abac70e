namespace Patterns.Analytics.Nearby;

/// <summary>What distances are measured in.</summary>
public enum LengthUnit
{
    /// <summary>Metres.</summary>
    Meters,

    /// <summary>Kilometres.</summary>
    Kilometers,

    /// <summary>Miles of 1,609.34 metres.</summary>
    Miles,

    /// <summary>Feet of 0.3048 metres.</summary>
    Feet,
}
