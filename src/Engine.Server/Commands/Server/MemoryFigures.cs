namespace Engine.Server.Commands.Server;

/// <summary>What the engine's memory goes to, in bytes.</summary>
/// <param name="Used">Keys, values, tables and clients: what maxmemory is compared with.</param>
/// <param name="Peak">The most that was in use when anybody asked.</param>
/// <param name="Dataset">Keys and values.</param>
/// <param name="Overhead">Tables and clients.</param>
/// <param name="Clients">What clients make the engine hold.</param>
/// <param name="Reserved">Pages held for keys and values, used or not.</param>
/// <param name="Resident">The whole process, with the runtime and whatever else runs in it.</param>
/// <param name="System">The machine's memory, or the container's share.</param>
internal readonly record struct MemoryFigures(
    long Used, long Peak, long Dataset, long Overhead, long Clients, long Reserved, long Resident, long System)
{
    public static MemoryFigures Of(EngineState engine)
    {
        Keyspace.Keyspace keyspace = engine.Keyspace;
        long clients = engine.Clients.MemoryBytes;
        long tables = keyspace.UsedBytes - keyspace.Heap.UsedBytes;
        long used = engine.UsedMemory;
        engine.Statistics.PeakMemory = Math.Max(engine.Statistics.PeakMemory, used);
        return new MemoryFigures(
            used,
            engine.Statistics.PeakMemory,
            keyspace.Heap.UsedBytes,
            tables + clients,
            clients,
            keyspace.Heap.ReservedBytes,
            Environment.WorkingSet,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }
}
