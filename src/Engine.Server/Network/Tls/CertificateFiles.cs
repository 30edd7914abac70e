using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Engine.Server.Network.Tls;

/// <summary>Reads certificates and keys, in PEM as OpenSSL and redis-server take them.</summary>
internal static partial class CertificateFiles
{
    private const string EncryptedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

    /// <summary>The engine's certificate, its key, and the authorities that come with it.</summary>
    /// <exception cref="ArgumentException">A file is not named or cannot be used.</exception>
    public static SslStreamCertificateContext ReadOwn(TlsOptions options)
    {
        if (options.Certificate is { } given)
        {
            return given.HasPrivateKey
                ? SslStreamCertificateContext.Create(given, additionalCertificates: null, offline: true)
                : throw new ArgumentException(
                    $"The certificate of {given.Subject} has no private key; give one that has.", nameof(options));
        }

        X509Certificate2Collection chain = ReadCertificates("tls-cert-file", options.CertificateFile);
        X509Certificate2 own = Use("tls-key-file", options.KeyFile, path => WithKey(options, path));
        chain.RemoveAt(0);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    /// <summary>The authorities whose signatures under clients' certificates count.</summary>
    /// <exception cref="ArgumentException">A file or directory cannot be used.</exception>
    public static X509Certificate2Collection ReadAuthorities(TlsOptions options)
    {
        X509Certificate2Collection authorities = [.. options.Authorities];
        if (options.AuthorityFile.Length > 0)
            authorities.AddRange(ReadCertificates("tls-ca-cert-file", options.AuthorityFile));
        if (options.AuthorityDirectory.Length > 0)
            authorities.AddRange(Use("tls-ca-cert-dir", options.AuthorityDirectory, ReadDirectory));
        return authorities;
    }

    private static X509Certificate2Collection ReadDirectory(string path)
    {
        X509Certificate2Collection all = [];
        foreach (string file in Directory.EnumerateFiles(path).Where(file => HashedName().IsMatch(file)))
            all.ImportFromPemFile(file);
        return all.Count > 0 ? all : throw new CryptographicException(
            "it has no certificate whose name OpenSSL would find; `openssl rehash` gives them such names");
    }

    private static X509Certificate2Collection ReadCertificates(string directive, string path) =>
        Use(directive, path, static path =>
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0 ? certificates : throw new CryptographicException(
                "it has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
        });

    private static X509Certificate2 WithKey(TlsOptions options, string path)
    {
        X509Certificate2 certificate = File.ReadAllText(path).Contains(EncryptedKey, StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, options.KeyPassword, path)
            : X509Certificate2.CreateFromPemFile(options.CertificateFile, path);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Windows does not sign with a key that is in memory alone.
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>Reads by a function; what goes wrong is told with the directive and the path.</summary>
    private static T Use<T>(string directive, string path, Func<string, T> read)
    {
        if (path.Length == 0)
            throw new ArgumentException($"{directive} is not set, and TLS needs it: name a file in PEM.");
        try
        {
            return read(path);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ArgumentException($"{directive} is '{path}', which cannot be used: {failure.Message}", failure);
        }
    }

    [GeneratedRegex(@"[/\\][0-9a-f]{8}\.[0-9]+$")]
    private static partial Regex HashedName();
}
