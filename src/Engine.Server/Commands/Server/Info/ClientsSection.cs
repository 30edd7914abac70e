using Engine.Server.Sessions;

namespace Engine.Server.Commands.Server.Info;

/// <summary>INFO clients.</summary>
internal static class ClientsSection
{
    public static void Write(InfoReport report, EngineState engine)
    {
        report.Section("Clients");
        report.Line("connected_clients", engine.Clients.Count);
        report.Line("cluster_connections", 0);
        report.Line("maxclients", engine.Options.MaxClients);
        report.Line("client_recent_max_input_buffer", Largest(engine, client => client.Link.PendingInput));
        report.Line("client_recent_max_output_buffer", Largest(engine, client => client.Output.Length));
        report.Line("blocked_clients", engine.Clients.All.Count(
            client => client.Waiting is WaitReason.Paused or WaitReason.Blocked));
        report.Line("tracking_clients", engine.Tracking.ClientCount);
        report.Line("clients_in_timeout_table", 0);
    }

    private static long Largest(EngineState engine, Func<Session, long> bytes) =>
        engine.Clients.All.Select(bytes).DefaultIfEmpty().Max();
}
