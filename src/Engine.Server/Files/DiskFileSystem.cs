using Microsoft.Win32.SafeHandles;

namespace Engine.Server.Files;

/// <summary>The files of the operating system.</summary>
internal sealed class DiskFileSystem : IFileSystem
{
    /// <summary>
    /// Unlike File.Exists it throws when that cannot be found out: a file that may not be looked at is not absent.
    /// </summary>
    public bool Exists(string path)
    {
        try
        {
            File.GetAttributes(path);
            return true;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public IReadOnlyList<string> List(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path))]
            : [];

    public IWritableFile Create(string path) => new DiskFile(Open(path, FileMode.Create));

    public IWritableFile Append(string path) => new DiskFile(Open(path, FileMode.OpenOrCreate));

    public Stream OpenRead(string path) =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public void Move(string path, string newPath) => File.Move(path, newPath, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void SyncDirectory(string path) => DirectorySync.Run(path);

    private static SafeFileHandle Open(string path, FileMode mode) =>
        File.OpenHandle(path, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private sealed class DiskFile(SafeFileHandle handle) : IWritableFile
    {
        public long Length { get; private set; } = RandomAccess.GetLength(handle);

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, Length);
            Length += bytes.Length;
        }

        public void Truncate(long length)
        {
            RandomAccess.SetLength(handle, length);
            Length = length;
        }

        public void Sync() => DataSync.Run(handle);

        public void Dispose() => handle.Dispose();
    }
}
