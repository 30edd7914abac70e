namespace Engine.Server.Memory;

/// <summary>Receives what a scan finds; it must not change the table that is scanned.</summary>
internal interface IHandleVisitor
{
    void Visit(uint handle);
}
