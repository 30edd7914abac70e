using System.Runtime.CompilerServices;

namespace Engine.Lua.Libraries.Strings;

/// <summary>A part of the subject that parentheses of a pattern took, or a position.</summary>
internal struct Capture
{
    public const int Unfinished = -1;
    public const int Position = -2;

    public int Start;

    // The length, Unfinished between the parentheses, or Position for an empty pair.
    public int Length;

    /// <summary>As many as a pattern may have.</summary>
    [InlineArray(PatternMatcher.MaxCaptures)]
    public struct Buffer
    {
        private Capture _first;
    }
}
