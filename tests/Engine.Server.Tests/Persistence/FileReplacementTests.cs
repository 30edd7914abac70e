using System.Text;
using Engine.Server.Files;

namespace Engine.Server.Tests.Persistence;

public sealed class FileReplacementTests
{
    private const string Name = "/etc/redis.conf";

    [Fact]
    public void A_crash_at_each_step_leaves_the_old_contents_or_the_new()
    {
        var whole = new DyingFiles();
        whole.Put(Name, "old"u8.ToArray());
        FileReplacement.Write(whole, Name, Name + ".rewrite", "new"u8);
        Assert.Equal("new", Read(whole.AfterCrash(isKind: false)));

        for (int step = 1; step <= whole.Operations; step++)
        {
            var files = new DyingFiles { DiesAt = step };
            files.Put(Name, "old"u8.ToArray());
            Assert.Throws<IOException>(() => FileReplacement.Write(files, Name, Name + ".rewrite", "new"u8));
            Assert.Equal("old", Read(files.AfterCrash(isKind: false)));
            Assert.Contains(Read(files.AfterCrash(isKind: true)), (string[])["old", "new"]);
        }
    }

    private static string Read(DyingFiles files) => Encoding.ASCII.GetString(files.Read(Name));
}
