using System.Net.Security;
using System.Security.Authentication;
using static System.Net.Security.TlsCipherSuite;

namespace Engine.Server.Network.Tls;

/// <summary>Versions and cipher suites by the names that redis.conf has for them, which are OpenSSL's.</summary>
internal static class TlsNames
{
    private const SslProtocols Offered = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The suites of TLS 1.3, in OpenSSL's order.</summary>
    private static readonly TlsCipherSuite[] Suites13 =
        [TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256];

    /// <summary>Those of TLS 1.2 that OpenSSL offers without being asked and that need no parameters.</summary>
    private static readonly Dictionary<string, TlsCipherSuite> Suites12 = new(StringComparer.Ordinal)
    {
        ["ECDHE-ECDSA-AES256-GCM-SHA384"] = TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        ["ECDHE-RSA-AES256-GCM-SHA384"] = TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        ["ECDHE-ECDSA-CHACHA20-POLY1305"] = TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        ["ECDHE-RSA-CHACHA20-POLY1305"] = TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ["ECDHE-ECDSA-AES128-GCM-SHA256"] = TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        ["ECDHE-RSA-AES128-GCM-SHA256"] = TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        ["ECDHE-ECDSA-AES256-SHA384"] = TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        ["ECDHE-RSA-AES256-SHA384"] = TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        ["ECDHE-ECDSA-AES128-SHA256"] = TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        ["ECDHE-RSA-AES128-SHA256"] = TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        ["AES256-GCM-SHA384"] = TLS_RSA_WITH_AES_256_GCM_SHA384,
        ["AES128-GCM-SHA256"] = TLS_RSA_WITH_AES_128_GCM_SHA256,
    };

    /// <summary>The versions of <c>tls-protocols</c>.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a version is not offered any more.</exception>
    public static SslProtocols Protocols(string names)
    {
        SslProtocols protocols = SslProtocols.None;
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            protocols |= name.ToUpperInvariant() switch
            {
                "TLSV1.2" => SslProtocols.Tls12,
                "TLSV1.3" => SslProtocols.Tls13,
                "TLSV1" or "TLSV1.1" => throw new ArgumentException(
                    $"tls-protocols has '{name}', which RFC 8996 has retired; name TLSv1.2, TLSv1.3 or both."),
                _ => throw new ArgumentException(
                    $"tls-protocols has '{name}', which is no version of TLS; name TLSv1.2, TLSv1.3 or both."),
            };
        }

        return protocols == SslProtocols.None ? Offered : protocols;
    }

    /// <summary>The suites of <c>tls-ciphers</c> and <c>tls-ciphersuites</c>, or null for the system's.</summary>
    /// <exception cref="ArgumentException">A name is not that of one suite, or the system takes none.</exception>
    public static CipherSuitesPolicy? CipherSuites(string names12, string names13)
    {
        if (names12.Length == 0 && names13.Length == 0)
            return null;
        if (!OperatingSystem.IsLinux())
        {
            throw new ArgumentException(
                "tls-ciphers and tls-ciphersuites can be set on Linux only; leave them empty for the system's own.");
        }

        // A policy is about both versions: what only one directive names leaves the other's suites as they are.
        IEnumerable<TlsCipherSuite> suites12 = names12.Length == 0 ? Suites12.Values : Split(names12).Select(Find12);
        IEnumerable<TlsCipherSuite> suites13 = names13.Length == 0 ? Suites13 : Split(names13).Select(Find13);
        return new CipherSuitesPolicy(suites13.Concat(suites12));
    }

    private static string[] Split(string names) =>
        names.Split([':', ',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static TlsCipherSuite Find12(string name) => Suites12.TryGetValue(name, out TlsCipherSuite suite)
        ? suite
        : throw new ArgumentException(
            $"tls-ciphers has '{name}'; it takes single suites and no classes: {string.Join(", ", Suites12.Keys)}.");

    private static TlsCipherSuite Find13(string name) =>
        Array.Find(Suites13, suite => suite.ToString() == name) is var suite and not 0
            ? suite
            : throw new ArgumentException(
                $"tls-ciphersuites has '{name}'; it takes these: {string.Join(", ", Suites13)}.");
}
