namespace Engine.Server.DataTypes.Bitmaps;

/// <summary>What becomes of a number that does not fit its bits.</summary>
internal enum OverflowMode
{
    /// <summary>Its highest bits are lost.</summary>
    Wrap,

    /// <summary>It becomes the largest or smallest number that fits.</summary>
    Saturate,

    /// <summary>Nothing is written.</summary>
    Fail,
}
