using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Certificates;

/// <summary>Connects by TLS and believes only servers whose certificate an authority has signed.</summary>
public static class TlsClients
{
    /// <summary>Connects to a port of this machine.</summary>
    /// <param name="authority">Who must have signed the server's certificate.</param>
    /// <param name="port">The server's port for TLS.</param>
    /// <param name="certificate">The client's own certificate; null shows none.</param>
    /// <param name="protocols">The versions to offer.</param>
    /// <exception cref="AuthenticationException">The two did not agree.</exception>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public static async Task<SslStream> ConnectAsync(
        this CertificateAuthority authority,
        int port,
        X509Certificate2? certificate = null,
        SslProtocols protocols = SslProtocols.None)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            return await authority.SecureAsync(new NetworkStream(socket, ownsSocket: true), certificate, protocols);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Shakes hands as a client over a stream that is connected.</summary>
    public static async Task<SslStream> SecureAsync(
        this CertificateAuthority authority,
        Stream stream,
        X509Certificate2? certificate = null,
        SslProtocols protocols = SslProtocols.None)
    {
        SslStream encrypted = new(stream);
        await encrypted.AuthenticateAsClientAsync(Options(authority, certificate, protocols));
        return encrypted;
    }

    /// <summary>What a server says to PING by TLS, or "closed" when it ends the connection instead.</summary>
    public static async Task<string> PingAsync(
        this CertificateAuthority authority,
        int port,
        X509Certificate2? certificate = null,
        SslProtocols protocols = SslProtocols.None)
    {
        try
        {
            await using RespClient client = new(await authority.ConnectAsync(port, certificate, protocols));
            return (await client.CallAsync("PING")).Text;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return "closed";
        }
    }

    private static SslClientAuthenticationOptions Options(
        CertificateAuthority authority, X509Certificate2? certificate, SslProtocols protocols)
    {
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            // Each handshake is a whole one: a session that was agreed upon under other rules is no test of these.
            AllowTlsResume = false,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        options.CertificateChainPolicy.CustomTrustStore.Add(authority.Certificate);
        if (certificate is not null)
        {
            options.ClientCertificateContext =
                SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        return options;
    }
}
