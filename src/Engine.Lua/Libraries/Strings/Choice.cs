namespace Engine.Lua.Libraries.Strings;

/// <summary>What a match can go back to, or has to take back on its way there.</summary>
internal struct Choice
{
    public ChoiceKind Kind;

    // Where in the subject to try next; the index of a capture that was closed.
    public int Position;

    // The least position to try, for a greedy repetition; the end of the repeated item, for a lazy one.
    public int Bound;

    // Where in the pattern to go on; where the repeated item begins, for a lazy repetition.
    public int Item;
}
