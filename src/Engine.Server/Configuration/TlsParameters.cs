using static Engine.Server.Configuration.TextParameter;

namespace Engine.Server.Configuration;

/// <summary>
/// The directives of TLS. Whether files can be used and names are known shows when TLS is set up, as in redis-server;
/// without a port for it, anything goes.
/// </summary>
internal static class TlsParameters
{
    private static readonly Choice<TlsClientCertificates>[] ClientCertificates =
    [
        new("no", TlsClientCertificates.Ignored),
        new("yes", TlsClientCertificates.Required),
        new("optional", TlsClientCertificates.Optional),
    ];

    public static IEnumerable<ConfigParameter> All { get; } =
    [
        new NumberParameter("tls-port", 0, 65535,
            o => o.Tls.Port == EngineParameters.NoPort ? 0 : o.Tls.Port,
            (o, v) => o.Tls.Port = v == 0 ? EngineParameters.NoPort : (int)v),
        new TextParameter("tls-cert-file", o => o.Tls.CertificateFile, Anything((o, v) => o.Tls.CertificateFile = v)),
        new TextParameter("tls-key-file", o => o.Tls.KeyFile, Anything((o, v) => o.Tls.KeyFile = v)),
        new TextParameter("tls-key-file-pass", o => o.Tls.KeyPassword, Anything((o, v) => o.Tls.KeyPassword = v))
        {
            IsSecret = true,
        },
        new TextParameter("tls-ca-cert-file", o => o.Tls.AuthorityFile, Anything((o, v) => o.Tls.AuthorityFile = v)),
        new TextParameter("tls-ca-cert-dir",
            o => o.Tls.AuthorityDirectory, Anything((o, v) => o.Tls.AuthorityDirectory = v)),
        ChoiceParameter.Of("tls-auth-clients", ClientCertificates,
            o => o.Tls.ClientCertificates, (o, v) => o.Tls.ClientCertificates = v),
        new TextParameter("tls-protocols", o => o.Tls.Protocols, Anything((o, v) => o.Tls.Protocols = v)),
        new TextParameter("tls-ciphers", o => o.Tls.Ciphers, Anything((o, v) => o.Tls.Ciphers = v)),
        new TextParameter("tls-ciphersuites", o => o.Tls.CipherSuites, Anything((o, v) => o.Tls.CipherSuites = v)),
        new BooleanParameter("tls-session-caching", o => o.Tls.SessionCaching, (o, v) => o.Tls.SessionCaching = v),
    ];
}
