using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Redis.Fixtures.Certificates;

/// <summary>An authority that a test makes up, and the certificates that it signs.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    /// <param name="name">The common name of its own certificate.</param>
    /// <param name="signer">Who signs that; null makes a root, which signs its own.</param>
    public CertificateAuthority(string name, CertificateAuthority? signer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = signer is null
            ? request.CreateSelfSigned(s_now.AddDays(-10), s_now.AddDays(10))
            : signer.Sign(request, key, validDays: 8);
    }

    /// <summary>Its own certificate, by which others trust it.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Signs a certificate for localhost and 127.0.0.1, with its key, valid from yesterday.</summary>
    /// <param name="name">The common name.</param>
    /// <param name="validDays">For how many days from now; below zero it has expired.</param>
    public X509Certificate2 Issue(string name, double validDays = 5)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        return Sign(request, key, validDays);
    }

    public void Dispose() => Certificate.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, double validDays)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        using X509Certificate2 signed =
            request.Create(Certificate, s_now.AddDays(-1), s_now.AddDays(validDays), serial);
        return signed.CopyWithPrivateKey(key);
    }
}
