namespace Engine.Server;

/// <summary>Whether clients that connect by TLS show a certificate: <c>tls-auth-clients</c>.</summary>
public enum TlsClientCertificates
{
    /// <summary>They must show one that an authority in the options has signed.</summary>
    Required,

    /// <summary>They may connect without one; one that they show must be signed by such an authority.</summary>
    Optional,

    /// <summary>They are not asked for one.</summary>
    Ignored,
}
