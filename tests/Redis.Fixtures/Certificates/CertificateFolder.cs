using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Redis.Fixtures.Certificates;

/// <summary>
/// Certificates in files, as servers and tools take them: an authority, what it has signed for a server and a client,
/// and what another authority has signed.
/// </summary>
public sealed class CertificateFolder : IDisposable
{
    public const string Password = "open sesame";

    private readonly string _path = Directory.CreateTempSubdirectory("tls-").FullName;

    public CertificateFolder()
    {
        Server = Authority.Issue("server");
        Client = Authority.Issue("client");
        Stranger = OtherAuthority.Issue("stranger");
        Expired = Authority.Issue("expired", validDays: -0.5);
        Write("authority.crt", Authority.Certificate.ExportCertificatePem());
        Write("other.crt", OtherAuthority.Certificate.ExportCertificatePem());
        Write("server.crt", Server.ExportCertificatePem());
        Write("server.key", Key(Server).ExportPkcs8PrivateKeyPem());
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000);
        Write("encrypted.key", Key(Server).ExportEncryptedPkcs8PrivateKeyPem(Password, encryption));
        Write("client.crt", Client.ExportCertificatePem());
        Write("client.key", Key(Client).ExportPkcs8PrivateKeyPem());
    }

    public CertificateAuthority Authority { get; } = new("authority");

    public CertificateAuthority OtherAuthority { get; } = new("other authority");

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    /// <summary>A client's certificate that the other authority has signed.</summary>
    public X509Certificate2 Stranger { get; }

    public X509Certificate2 Expired { get; }

    /// <summary>The path of authority.crt, other.crt, server.crt, server.key, encrypted.key, client.crt, client.key, or
    /// of what a test has written.</summary>
    public string this[string name] => Path.Combine(_path, name);

    public void Write(string name, string text) => File.WriteAllText(this[name], text);

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in new[] { Server, Client, Stranger, Expired })
        {
            certificate.Dispose();
        }

        Authority.Dispose();
        OtherAuthority.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private static ECDsa Key(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!;
}
