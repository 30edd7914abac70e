using System.Net;
using Engine.Server.Protocol;
using static Engine.Server.Configuration.TextParameter;

namespace Engine.Server.Configuration;

/// <summary>Directives of redis.conf that the engine acts on.</summary>
internal static class EngineParameters
{
    /// <summary>In redis.conf port 0 means none; in <see cref="EngineOptions"/> it means a free one.</summary>
    internal const int NoPort = -1;

    /// <summary>A value with its key and header must fit one block of the heap.</summary>
    private const long LargestBulk = 1000L * 1024 * 1024;

    public static IEnumerable<ConfigParameter> All { get; } =
    [
        .. EncodingParameters.All,
        .. DurabilityParameters.All,
        .. MemoryParameters.All,
        .. TlsParameters.All,
        .. AccessParameters.All,
        new NumberParameter("port", 0, 65535,
            o => o.Port == NoPort ? 0 : o.Port, (o, v) => o.Port = v == 0 ? NoPort : (int)v),
        new TextParameter("bind", o => string.Join(' ', o.Bind), WriteBind) { TakesSeveralWords = true },
        new TextParameter("unixsocket",
            o => o.UnixSocket ?? "", Anything((o, v) => o.UnixSocket = v.Length > 0 ? v : null))
        {
            IsImmutable = true,
        },
        new NumberParameter("databases", 1, int.MaxValue,
            o => o.Databases, (o, v) => o.Databases = (int)v)
        {
            IsImmutable = true,
        },
        new NumberParameter("tcp-backlog", 0, int.MaxValue,
            o => o.TcpBacklog, (o, v) => o.TcpBacklog = (int)v)
        {
            IsImmutable = true,
        },
        new NumberParameter("tcp-keepalive", 0, int.MaxValue, o => o.TcpKeepAlive, (o, v) => o.TcpKeepAlive = (int)v),
        new NumberParameter("maxclients", 1, uint.MaxValue,
            o => o.MaxClients, (o, v) => o.MaxClients = (int)Math.Min(v, int.MaxValue)),
        new NumberParameter("timeout", 0, int.MaxValue, o => o.IdleTimeout, (o, v) => o.IdleTimeout = (int)v),
        new NumberParameter("client-query-buffer-limit", 1024 * 1024, long.MaxValue,
            o => o.QueryBufferLimit, (o, v) => o.QueryBufferLimit = v)
        {
            IsMemory = true,
        },
        new NumberParameter("proto-max-bulk-len", 1024 * 1024, LargestBulk,
            o => o.MaxBulkLength, (o, v) => o.MaxBulkLength = v)
        {
            IsMemory = true,
        },
        new TextParameter("client-output-buffer-limit", OutputLimits.Read, OutputLimits.Write)
        {
            TakesSeveralWords = true,
        },
        new NumberParameter("hz", 0, int.MaxValue, o => o.Hertz, (o, v) => o.Hertz = (int)Math.Clamp(v, 1, 500)),
        new NumberParameter("active-expire-effort", 1, 10,
            o => o.ActiveExpireEffort, (o, v) => o.ActiveExpireEffort = (int)v),
        new NumberParameter("busy-reply-threshold", 0, long.MaxValue,
            o => o.BusyReplyThreshold, (o, v) => o.BusyReplyThreshold = v)
        {
            Alias = "lua-time-limit",
        },
        new NumberParameter("slowlog-log-slower-than", -1, long.MaxValue,
            o => o.SlowLogThreshold, (o, v) => o.SlowLogThreshold = v),
        new NumberParameter("slowlog-max-len", 0, long.MaxValue,
            o => o.SlowLogMaxLength, (o, v) => o.SlowLogMaxLength = v),
        new NumberParameter("latency-monitor-threshold", 0, long.MaxValue,
            o => o.LatencyThreshold, (o, v) => o.LatencyThreshold = v),
        new NumberParameter("tracking-table-max-keys", 0, long.MaxValue,
            o => o.TrackedKeysLimit, (o, v) => o.TrackedKeysLimit = v),
        new NumberParameter("min-replicas-to-write", 0, int.MaxValue,
            o => o.MinReplicasToWrite, (o, v) => o.MinReplicasToWrite = v)
        {
            Alias = "min-slaves-to-write",
        },
        new NumberParameter("min-replicas-max-lag", 0, int.MaxValue,
            o => o.MinReplicasMaxLag, (o, v) => o.MinReplicasMaxLag = v)
        {
            Alias = "min-slaves-max-lag",
        },
        new TextParameter("notify-keyspace-events", o => o.KeyspaceEvents, WriteKeyEvents),
        new BooleanParameter("latency-tracking", o => o.LatencyTracking, (o, v) => o.LatencyTracking = v),
        new TextParameter("latency-tracking-info-percentiles", Percentiles.Read, Percentiles.Write)
        {
            TakesSeveralWords = true,
        },
        new ChoiceParameter("enable-debug-command", ["no", "yes", "local"],
            o => o.EnableDebugCommand, (o, v) => o.EnableDebugCommand = v)
        {
            IsImmutable = true,
        },
        new ChoiceParameter("loglevel", ["debug", "verbose", "notice", "warning"],
            o => o.LogLevel, (o, v) => o.LogLevel = v),
        new TextParameter("logfile", o => o.LogFile, Anything((o, v) => o.LogFile = v)) { IsImmutable = true },
        new TextParameter("pidfile", o => o.PidFile, Anything((o, v) => o.PidFile = v)) { IsImmutable = true },
    ];

    private static string? WriteKeyEvents(EngineOptions options, string value)
    {
        if (!KeyEventLetters.TryParse(value, out KeyEvents events))
            return KeyEventLetters.Refusal;
        options.KeyEvents = events;
        return null;
    }

    private static string? WriteBind(EngineOptions options, string value)
    {
        var addresses = new List<IPAddress>();
        foreach (string word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // A leading minus allows an address to be missing; the stars stand for all addresses.
            string text = word.TrimStart('-');
            IPAddress? address = text switch
            {
                "*" => IPAddress.Any,
                "::*" => IPAddress.IPv6Any,
                _ => IPAddress.TryParse(text, out IPAddress? parsed) ? parsed : null,
            };
            if (address is null)
                return Errors.CannotBind;
            addresses.Add(address);
        }

        options.Bind.Clear();
        foreach (IPAddress address in addresses)
            options.Bind.Add(address);
        return null;
    }
}
