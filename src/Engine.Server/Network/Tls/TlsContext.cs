using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Engine.Server.Network.Tls;

/// <summary>
/// What handshakes need, read from options and files once. Whoever wants another certificate makes another context:
/// clients that are connected keep theirs.
/// </summary>
internal sealed class TlsContext
{
    private readonly SslStreamCertificateContext _certificate;
    private readonly X509Certificate2Collection _authorities;
    private readonly TlsClientCertificates _clientCertificates;
    private readonly SslProtocols _protocols;
    private readonly CipherSuitesPolicy? _cipherSuites;
    private readonly bool _cachesSessions;

    /// <exception cref="ArgumentException">
    /// An option is refused or a file cannot be used; the message says which, why, and what would do.
    /// </exception>
    public TlsContext(TlsOptions options)
    {
        _certificate = CertificateFiles.ReadOwn(options);
        _authorities = CertificateFiles.ReadAuthorities(options);
        _clientCertificates = options.ClientCertificates;
        _protocols = TlsNames.Protocols(options.Protocols);
        _cipherSuites = TlsNames.CipherSuites(options.Ciphers, options.CipherSuites);
        _cachesSessions = options.SessionCaching;
        if (_clientCertificates != TlsClientCertificates.Ignored && _authorities.Count == 0)
        {
            throw new ArgumentException(
                "tls-auth-clients asks for certificates of clients, and no authority is named that could have signed "
                + "them: name one by tls-ca-cert-file or tls-ca-cert-dir, or set tls-auth-clients to no.",
                nameof(options));
        }
    }

    /// <summary>The options of one handshake.</summary>
    public SslServerAuthenticationOptions CreateOffer()
    {
        var offer = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,
            ClientCertificateRequired = _clientCertificates != TlsClientCertificates.Ignored,
            EnabledSslProtocols = _protocols,
            CipherSuitesPolicy = _cipherSuites,
            AllowTlsResume = _cachesSessions,
            AllowRenegotiation = false,
        };
        if (_clientCertificates == TlsClientCertificates.Ignored)
            return offer;

        offer.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        offer.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        if (_clientCertificates == TlsClientCertificates.Optional)
        {
            offer.RemoteCertificateValidationCallback =
                static (_, certificate, _, errors) => certificate is null || errors == SslPolicyErrors.None;
        }

        return offer;
    }
}
