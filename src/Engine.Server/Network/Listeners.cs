using System.Net;
using System.Net.Sockets;
using Engine.Server.Network.Tls;
using Engine.Server.Protocol;
using Microsoft.Extensions.Logging;

namespace Engine.Server.Network;

/// <summary>
/// The addresses that an engine listens on, in the clear and by TLS. CONFIG SET changes them while it runs: a new
/// address is open before an old one is given up.
/// </summary>
internal sealed partial class Listeners(EventLoop loop, ConnectionHost host, EngineOptions options)
{
    private const int NoPort = -1;

    private readonly List<Entry> _open = [];
    private TlsContext? _tls;

    /// <summary>The TCP port in the clear, 0 when there is none.</summary>
    public int Port { get; private set; }

    /// <summary>The TCP port for TLS, 0 when there is none.</summary>
    public int TlsPort { get; private set; }

    /// <summary>Opens what the options ask for. Clients are accepted from <see cref="Start"/> on.</summary>
    /// <exception cref="ArgumentException">TLS is asked for and cannot be had.</exception>
    /// <exception cref="IOException">An address is taken or does not exist.</exception>
    public void Open()
    {
        if (options.Tls.Port != NoPort)
            _tls = new TlsContext(options.Tls);
        OpenMissing(options);
        if (options.UnixSocket is not null)
            _open.Add(new Entry(Listen(new UnixDomainSocketEndPoint(options.UnixSocket), isTls: false), IsTls: false));
        if (_open.Count > 0 && DescriptorLimit.MostClients(host.Count) is var most && most < options.MaxClients)
        {
            Lowered(options.Logger, options.MaxClients, most);
            options.MaxClients = (int)most;
        }
    }

    public void Start() => _open.ForEach(entry => entry.Listener.Start());

    public void Stop() => _open.ForEach(entry => entry.Listener.Stop());

    /// <summary>
    /// Takes on a directive from options that are not in force yet. Returns why that was not possible, or null; if it
    /// was not, nothing has changed, and the log says more.
    /// </summary>
    public string? Apply(string directive, EngineOptions changed)
    {
        try
        {
            if (changed.Tls.Port != NoPort && directive.StartsWith("tls-", StringComparison.Ordinal))
                _tls = new TlsContext(changed.Tls);
            if (directive is "port" or "tls-port" or "bind")
                Move(changed);
            return directive == "maxclients" ? RefuseClients(changed.MaxClients) : null;
        }
        catch (ArgumentException failure)
        {
            Refused(options.Logger, directive, failure.Message);
            return Errors.TlsNotUpdated;
        }
        catch (IOException failure)
        {
            Refused(options.Logger, directive, failure.Message);
            return directive == "bind" ? Errors.CannotBind : Errors.CannotListen;
        }
    }

    private string? RefuseClients(int wanted) =>
        wanted > options.MaxClients && DescriptorLimit.MostClients(host.Count) is var most && wanted > most
            ? Errors.TooManyClients(most)
            : null;

    /// <summary>Opens what is missing, then closes what is not wanted any more.</summary>
    private void Move(EngineOptions changed)
    {
        OpenMissing(changed).ForEach(entry => entry.Listener.Start());
        foreach (Entry entry in _open.Where(entry => !IsWanted(entry, changed)).ToArray())
        {
            _open.Remove(entry);
            entry.Listener.Stop();
        }
    }

    private static bool IsWanted(Entry entry, EngineOptions wanted) => entry.Listener.EndPoint is not IPEndPoint address
        || (address.Port == (entry.IsTls ? wanted.Tls.Port : wanted.Port) && wanted.Bind.Contains(address.Address));

    /// <summary>All or none. A port that was free stands in the options afterwards.</summary>
    private List<Entry> OpenMissing(EngineOptions wanted)
    {
        var added = new List<Entry>();
        try
        {
            wanted.Port = OpenMissing(wanted.Bind, wanted.Port, isTls: false, added);
            wanted.Tls.Port = OpenMissing(wanted.Bind, wanted.Tls.Port, isTls: true, added);
        }
        catch (IOException)
        {
            added.ForEach(entry => entry.Listener.Stop());
            throw;
        }

        _open.AddRange(added);
        Port = Math.Max(wanted.Port, 0);
        TlsPort = Math.Max(wanted.Tls.Port, 0);
        return added;
    }

    private int OpenMissing(IEnumerable<IPAddress> addresses, int port, bool isTls, List<Entry> added)
    {
        if (port == NoPort)
            return port;
        foreach (IPAddress address in addresses)
        {
            var endPoint = new IPEndPoint(address, port);
            if (_open.Exists(entry => entry.IsTls == isTls && entry.Listener.EndPoint.Equals(endPoint)))
                continue;
            IListener listener = Listen(endPoint, isTls);
            added.Add(new Entry(listener, isTls));
            port = ((IPEndPoint)listener.EndPoint).Port;
        }

        return port;
    }

    /// <summary>The loops of Linux carry what is not encrypted; TLS goes over streams of sockets.</summary>
    private IListener Listen(EndPoint endPoint, bool isTls)
    {
        Func<int> keepAlive = () => options.TcpKeepAlive;
        if (!isTls && loop.Poller is IDescriptorPoller poller)
        {
            return new DescriptorListener(
                poller, endPoint, options.TcpBacklog, keepAlive, host.Accept, host.TurnAway);
        }

        Func<Socket, Transport> carry = isTls
            ? socket => new TlsTransport(loop, socket, _tls!, options.Logger)
            : socket => new SocketTransport(loop, socket);
        return new SocketListener(
            loop, endPoint, options.TcpBacklog, keepAlive, socket => host.Accept(carry(socket)));
    }

    [LoggerMessage(5302, LogLevel.Warning, "{Directive} was not changed: {Reason}")]
    private static partial void Refused(ILogger logger, string directive, string reason);

    [LoggerMessage(5304, LogLevel.Warning,
        "maxclients is {Wanted}, but the system lets this process have {Most} clients: that many are taken on. "
        + "Raise the limit of open files (ulimit -n) for more.")]
    private static partial void Lowered(ILogger logger, int wanted, long most);

    private sealed record Entry(IListener Listener, bool IsTls);
}
