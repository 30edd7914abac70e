using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

internal readonly struct CollectingVisitor() : IHandleVisitor
{
    public List<uint> Handles { get; } = [];

    public void Visit(uint handle) => Handles.Add(handle);
}
