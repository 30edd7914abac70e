namespace Engine.Lua.Execution;

/// <summary>Table constructors store their items in blocks.</summary>
internal static class ListBlock
{
    public const int Size = 50;
}
