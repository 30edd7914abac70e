using System.Security.Cryptography.X509Certificates;

namespace Engine.Server;

/// <summary>
/// Encrypted connections: the port, whom the engine says it is, and whose clients it trusts. Files are in PEM, as
/// redis-server takes them, and are read at the start and whenever CONFIG SET names one of them.
/// </summary>
public sealed class TlsOptions
{
    /// <summary>
    /// The TCP port for TLS, on the addresses of <see cref="EngineOptions.Bind"/>; 0 takes a free one, which
    /// <see cref="EngineServer.TlsPort"/> tells. -1 listens on none.
    /// </summary>
    /// <value>-1 to 65535. The default is -1.</value>
    public int Port { get; set; } = -1;

    /// <summary>The engine's certificate with its private key. It wins over the files.</summary>
    /// <value>The default is null: the files are read.</value>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The file of the engine's certificate, behind it those of the authorities between it and the
    /// root.</summary>
    /// <value>The default is empty.</value>
    public string CertificateFile { get; set; } = "";

    /// <summary>The file of the certificate's private key.</summary>
    /// <value>The default is empty.</value>
    public string KeyFile { get; set; } = "";

    /// <summary>The password of the key file; empty when it has none.</summary>
    public string KeyPassword { get; set; } = "";

    /// <summary>The authorities that sign clients' certificates, beside those of the files.</summary>
    /// <value>The default is none.</value>
    public X509Certificate2Collection Authorities { get; private set; } = [];

    /// <summary>A file with the certificates of authorities that sign clients' certificates.</summary>
    /// <value>The default is empty.</value>
    public string AuthorityFile { get; set; } = "";

    /// <summary>
    /// A directory with such files, named as <c>openssl rehash</c> names them: eight hexadecimal digits, a dot, a
    /// number.
    /// </summary>
    /// <value>The default is empty.</value>
    public string AuthorityDirectory { get; set; } = "";

    /// <summary>Whether clients show certificates.</summary>
    /// <value>The default is that they must.</value>
    public TlsClientCertificates ClientCertificates { get; set; } = TlsClientCertificates.Required;

    /// <summary>The versions of TLS, with spaces between: <c>TLSv1.2 TLSv1.3</c>, which is what empty means.</summary>
    /// <value>The default is empty.</value>
    public string Protocols { get; set; } = "";

    /// <summary>
    /// The cipher suites of TLS 1.2 by OpenSSL's names, with colons between; empty means the system's. On Linux only.
    /// </summary>
    /// <value>The default is empty.</value>
    public string Ciphers { get; set; } = "";

    /// <summary>
    /// The cipher suites of TLS 1.3 by their standard names, with colons between; empty means the system's. On Linux
    /// only.
    /// </summary>
    /// <value>The default is empty.</value>
    public string CipherSuites { get; set; } = "";

    /// <summary>Whether clients that come back may resume their session, which spares half of the handshake.</summary>
    /// <value>The default is true.</value>
    public bool SessionCaching { get; set; } = true;

    internal TlsOptions Copy()
    {
        var copy = (TlsOptions)MemberwiseClone();
        copy.Authorities = [.. Authorities];
        return copy;
    }
}
