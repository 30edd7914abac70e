using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Redis.Fixtures.Certificates;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network.Tls;

/// <summary>Certificates, ports and names of TLS: given at the start, changed while the engine runs, refused.</summary>
public sealed class TlsConfigurationTests : IDisposable
{
    private readonly CertificateFolder _files = new();

    [Fact]
    public async Task Key_file_may_be_encrypted()
    {
        await using EngineServer engine = await StartAsync(tls =>
        {
            tls.KeyFile = _files["encrypted.key"];
            tls.KeyPassword = CertificateFolder.Password;
        });

        Assert.Equal("PONG", await PingAsync(engine));
    }

    [Fact]
    public async Task Certificate_may_be_an_object()
    {
        await using EngineServer engine = await StartAsync(tls =>
        {
            tls.CertificateFile = tls.KeyFile = tls.AuthorityFile = "";
            tls.Certificate = _files.Server;
            tls.Authorities.Add(_files.Authority.Certificate);
        });

        Assert.Equal("PONG", await PingAsync(engine));
        Assert.Equal("closed", await _files.Authority.PingAsync(engine.TlsPort, _files.Stranger));
    }

    [Fact]
    public async Task Authorities_may_be_in_a_directory_that_openssl_has_named()
    {
        string directory = Directory.CreateDirectory(_files["authorities"]).FullName;
        _files.Write(Path.Combine(directory, "0123abcd.0"), _files.Authority.Certificate.ExportCertificatePem());
        // OpenSSL does not find it by this name, so it counts for nothing.
        _files.Write(
            Path.Combine(directory, "other.crt"), _files.OtherAuthority.Certificate.ExportCertificatePem());
        await using EngineServer engine = await StartAsync(tls =>
        {
            tls.AuthorityFile = "";
            tls.AuthorityDirectory = directory;
        });

        Assert.Equal("PONG", await PingAsync(engine));
        Assert.Equal("closed", await _files.Authority.PingAsync(engine.TlsPort, _files.Stranger));
    }

    [Fact]
    public async Task Certificates_of_authorities_between_it_and_the_root_are_sent()
    {
        using var intermediate = new CertificateAuthority("intermediate", _files.Authority);
        using X509Certificate2 server = intermediate.Issue("server");
        _files.Write(
            "chain.crt", $"{server.ExportCertificatePem()}\n{intermediate.Certificate.ExportCertificatePem()}");
        _files.Write("chain.key", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using EngineServer engine = await StartAsync(tls =>
        {
            tls.CertificateFile = _files["chain.crt"];
            tls.KeyFile = _files["chain.key"];
        });

        Assert.Equal("PONG", await PingAsync(engine));
    }

    [Fact]
    public async Task New_certificate_is_shown_to_new_clients_and_the_old_ones_stay()
    {
        await using EngineServer engine = await StartAsync();
        await using RespClient old = new(await _files.Authority.ConnectAsync(engine.TlsPort, _files.Client));
        using X509Certificate2 renewed = _files.Authority.Issue("renewed");
        _files.Write("server.crt", renewed.ExportCertificatePem());
        _files.Write("server.key", renewed.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Assert.Equal("CN=server", await NameAsync(engine));

        // The name is the same; what it names is read again.
        Assert.Equal("OK", (await old.CallAsync("CONFIG", "SET", "tls-cert-file", _files["server.crt"])).Text);

        Assert.Equal("CN=renewed", await NameAsync(engine));
        Assert.Equal("PONG", (await old.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Certificate_that_cannot_be_used_changes_nothing()
    {
        await using EngineServer engine = await StartAsync();
        await using RespClient client = new(engine.Connect());

        RespValue reply = await client.CallAsync(
            "CONFIG", "SET", "tls-session-caching", "no", "tls-cert-file", _files["missing.crt"]);

        Assert.Equal(
            "ERR CONFIG SET failed (possibly related to argument 'tls-session-caching') - "
            + "Unable to update TLS configuration. Check server logs.",
            reply.Text);
        Assert.Equal(
            _files["server.crt"], (await client.CallAsync("CONFIG", "GET", "tls-cert-file"))[1].Text);
        Assert.Equal("yes", (await client.CallAsync("CONFIG", "GET", "tls-session-caching"))[1].Text);
        Assert.Equal("PONG", await PingAsync(engine));
    }

    [Theory]
    [InlineData("TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256", "", SslProtocols.Tls12)]
    [InlineData("TLSv1.3", "", "TLS_CHACHA20_POLY1305_SHA256", SslProtocols.Tls13)]
    public async Task Cipher_suites_are_those_that_are_named(
        string protocols, string ciphers, string cipherSuites, SslProtocols version)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux takes names of cipher suites.");
        await using EngineServer engine = await StartAsync(tls =>
        {
            tls.Protocols = protocols;
            tls.Ciphers = ciphers;
            tls.CipherSuites = cipherSuites;
        });

        await using SslStream stream =
            await _files.Authority.ConnectAsync(engine.TlsPort, _files.Client, SslProtocols.Tls12 | SslProtocols.Tls13);

        Assert.Equal(version, stream.SslProtocol);
        Assert.Equal(
            version == SslProtocols.Tls12
                ? TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
                : TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            stream.NegotiatedCipherSuite);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_at_the_start_with_its_name_and_the_reason()
    {
        _files.Write("nothing.crt", "no certificate");
        await RefusedAsync(tls => tls.CertificateFile = "", "tls-cert-file is not set");
        await RefusedAsync(tls => tls.CertificateFile = _files["missing.crt"], "tls-cert-file is '", "missing.crt");
        await RefusedAsync(tls => tls.CertificateFile = _files["nothing.crt"], "tls-cert-file is '", "no certificate");
        await RefusedAsync(tls => tls.KeyFile = "", "tls-key-file is not set");
        await RefusedAsync(tls => tls.KeyFile = _files["client.key"], "tls-key-file is '", "client.key");
        await RefusedAsync(tls => tls.KeyFile = _files["encrypted.key"], "tls-key-file is '", "encrypted.key");
        await RefusedAsync(tls => tls.AuthorityFile = "", "tls-auth-clients", "tls-ca-cert-file");
        await RefusedAsync(tls => tls.AuthorityFile = _files["nothing.crt"], "tls-ca-cert-file is '");
        await RefusedAsync(tls => tls.AuthorityDirectory = _files["missing"], "tls-ca-cert-dir is '");
        await RefusedAsync(
            tls => tls.AuthorityDirectory = Directory.CreateDirectory(_files["empty"]).FullName, "openssl rehash");
        await RefusedAsync(tls => tls.Protocols = "TLSv1.1 TLSv1.2", "'TLSv1.1'", "RFC 8996");
        await RefusedAsync(tls => tls.Protocols = "SSLv3", "'SSLv3'", "TLSv1.2, TLSv1.3");
        await RefusedAsync(tls => tls.Ciphers = "HIGH:!aNULL", "tls-ciphers has 'HIGH'", "ECDHE-RSA-AES128-GCM-SHA256");
        await RefusedAsync(tls => tls.CipherSuites = "nope", "tls-ciphersuites has 'nope'", "TLS_AES_128_GCM_SHA256");
        await RefusedAsync(
            tls => tls.Certificate = X509CertificateLoader.LoadCertificate(_files.Server.RawData), "no private key");
    }

    [Fact]
    public async Task Ports_open_and_close_while_the_engine_runs()
    {
        await using EngineServer engine = await StartAsync(tls => tls.Port = -1, port: 0);
        await using RespClient client = new(engine.Connect());
        int port = engine.Port;
        Assert.Equal(0, engine.TlsPort);

        await using (EngineServer other = await EngineServer.StartAsync())
        {
            Assert.EndsWith(
                "'tls-port') - Unable to listen on this port. Check server logs.",
                (await client.CallAsync("CONFIG", "SET", "tls-port", $"{other.Port}")).Text,
                StringComparison.Ordinal);
            Assert.EndsWith(
                "'port') - Unable to listen on this port. Check server logs.",
                (await client.CallAsync("CONFIG", "SET", "maxclients", "99", "port", $"{other.Port}")).Text,
                StringComparison.Ordinal);
        }

        // What was in the clear becomes what is encrypted: its port is free once nobody listens on it any more.
        Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "port", "0")).Text);
        Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "tls-port", $"{port}")).Text);
        Assert.Equal((0, port), (engine.Port, engine.TlsPort));
        Assert.Equal("PONG", await PingAsync(engine));
        string information = (await client.CallAsync("INFO", "server")).Text;
        Assert.Contains($"tcp_port:{port}\r", information, StringComparison.Ordinal);

        Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "bind", "127.0.0.1 ::1")).Text);
        Assert.Equal("PONG", await PingAsync(engine));
        Assert.EndsWith(
            "'bind') - Failed to bind to specified addresses.",
            (await client.CallAsync("CONFIG", "SET", "bind", "127.0.0.1 192.0.2.1")).Text,
            StringComparison.Ordinal);
        Assert.Equal("127.0.0.1 ::1", (await client.CallAsync("CONFIG", "GET", "bind"))[1].Text);
        Assert.Equal("OK", (await client.CallAsync("CONFIG", "SET", "tls-port", "0")).Text);
        Assert.Equal(0, engine.TlsPort);
    }

    public void Dispose() => _files.Dispose();

    private Task<string> PingAsync(EngineServer engine) => _files.Authority.PingAsync(engine.TlsPort, _files.Client);

    private async Task<string> NameAsync(EngineServer engine)
    {
        await using SslStream stream = await _files.Authority.ConnectAsync(engine.TlsPort, _files.Client);
        return stream.RemoteCertificate!.Subject;
    }

    private async Task RefusedAsync(Action<TlsOptions> configure, params string[] said)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(configure));
        Assert.All(said, words => Assert.Contains(words, refusal.Message, StringComparison.Ordinal));
    }

    private Task<EngineServer> StartAsync(Action<TlsOptions>? configure = null, int port = -1)
    {
        var options = new EngineOptions { Port = port };
        options.Tls.Port = 0;
        options.Tls.CertificateFile = _files["server.crt"];
        options.Tls.KeyFile = _files["server.key"];
        options.Tls.AuthorityFile = _files["authority.crt"];
        configure?.Invoke(options.Tls);
        return EngineServer.StartAsync(options);
    }
}
