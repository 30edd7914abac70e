using Engine.Server.Files;

namespace Engine.Server.Tests.Persistence;

public sealed class DiskFileSystemTests
{
    [Fact]
    public void A_file_that_cannot_be_looked_at_is_not_taken_for_absent()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        string path = Path.Combine(folder.FullName, "circle");
        File.CreateSymbolicLink(path, path);
        var files = new DiskFileSystem();
        Assert.False(files.Exists(Path.Combine(folder.FullName, "absent")));
        Assert.False(files.Exists(Path.Combine(folder.FullName, "absent", "too")));
        Assert.ThrowsAny<IOException>(() => files.OpenRead(path));
        Assert.ThrowsAny<IOException>(() => files.Exists(Path.Combine(path, "dump.rdb")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_directory_that_cannot_be_synchronized_is_an_error_unless_its_file_system_knows_no_such_thing()
    {
        var files = new DiskFileSystem();
        files.SyncDirectory(Path.GetTempPath());
        Assert.ThrowsAny<IOException>(() => files.SyncDirectory("/there/is/none"));
        if (OperatingSystem.IsLinux())
            files.SyncDirectory("/proc");
    }

    [Fact]
    public void What_was_written_is_synchronized_and_read()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        string path = Path.Combine(folder.FullName, "f");
        var files = new DiskFileSystem();
        using (IWritableFile file = files.Create(path))
        {
            file.Write("abc"u8);
            file.Sync();
            file.Truncate(2);
        }

        using (IWritableFile file = files.Append(path))
        {
            Assert.Equal(2, file.Length);
            file.Write("d"u8);
        }

        Assert.Equal("abd", File.ReadAllText(path));
        folder.Delete(recursive: true);
    }
}
