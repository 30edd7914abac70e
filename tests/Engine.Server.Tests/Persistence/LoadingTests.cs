using System.Net.Sockets;
using Engine.Server.Files;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>Clients that come while the engine loads its files.</summary>
public sealed class LoadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_are_told_that_the_engine_is_loading()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        string socket = Path.Combine(folder.FullName, "s");
        var files = new EndlessFiles();
        Task<EngineServer> starting = EngineServer.StartAsync(
            new EngineOptions { WorkingDirectory = folder.FullName, Files = files, UnixSocket = socket, Port = -1 });
        await Poll.UntilAsync(_ => Task.FromResult(File.Exists(socket)), "the engine listens", Cancellation);
        await using (RespClient client = await ConnectAsync(socket))
        {
            Assert.Equal("LOADING Redis is loading the dataset in memory", (await client.CallAsync("GET", "k")).Text);
            string info = (await client.CallAsync("INFO", "persistence")).Text;
            Assert.Contains("loading:1", info);
            Assert.Contains("loading_loaded_perc:", info);
            Assert.False(starting.IsCompleted);
            files.Stream.End();
            await using EngineServer engine = await starting;
            Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
            Assert.Contains("loading:0", (await client.CallAsync("INFO", "persistence")).Text);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_engine_can_be_told_to_end_while_it_loads()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        string socket = Path.Combine(folder.FullName, "s");
        Task<EngineServer> starting = EngineServer.StartAsync(new EngineOptions
        {
            WorkingDirectory = folder.FullName, Files = new EndlessFiles(), UnixSocket = socket, Port = -1,
        });
        await Poll.UntilAsync(_ => Task.FromResult(File.Exists(socket)), "the engine listens", Cancellation);
        await using RespClient client = await ConnectAsync(socket);
        await client.SendAsync("SHUTDOWN");
        await using EngineServer engine = await starting;
        await engine.Completion;
        folder.Delete(recursive: true);
    }

    private static Task<RespClient> ConnectAsync(string socket) =>
        RespClient.ConnectAsync(new UnixDomainSocketEndPoint(socket), Cancellation);

    /// <summary>A disk with one file: a snapshot that goes on until the test ends it.</summary>
    private sealed class EndlessFiles : IFileSystem
    {
        public EndlessSnapshot Stream { get; } = new();

        public bool Exists(string path) => path.EndsWith("dump.rdb", StringComparison.Ordinal);

        public void CreateDirectory(string path) => throw new NotSupportedException();

        public IReadOnlyList<string> List(string directory) => [];

        public IWritableFile Create(string path) => throw new NotSupportedException();

        public IWritableFile Append(string path) => throw new NotSupportedException();

        public Stream OpenRead(string path) => Stream;

        public void Move(string path, string newPath) => throw new NotSupportedException();

        public void Delete(string path) => throw new NotSupportedException();

        public void SyncDirectory(string path) => throw new NotSupportedException();
    }

    private sealed class EndlessSnapshot : Stream
    {
        private static readonly byte[] s_head = "REDIS0010\0\u0001k\u0001v"u8.ToArray();
        private static readonly byte[] s_filling = [0xFA, 1, (byte)'a', 1, (byte)'b'];
        private static readonly byte[] s_end = [0xFF, 0, 0, 0, 0, 0, 0, 0, 0];

        private volatile bool _isEnding;
        private byte[] _record = s_head;
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => 1L << 40;

        public override long Position { get; set; }

        public void End() => _isEnding = true;

        public override int Read(Span<byte> buffer)
        {
            if (_position == _record.Length)
            {
                if (ReferenceEquals(_record, s_end))
                    return 0;
                _record = _isEnding ? s_end : s_filling;
                _position = 0;
            }

            int length = Math.Min(buffer.Length, _record.Length - _position);
            _record.AsSpan(_position, length).CopyTo(buffer);
            _position += length;
            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
