using System.Text;
using Engine.Server.Persistence.Logs;

namespace Engine.Server.Tests.Persistence;

public sealed class LogManifestTests
{
    private static readonly LogFile s_base = new("b2", 2, LogFileKind.Base);

    [Fact]
    public void A_number_is_not_used_again_while_the_file_that_had_it_may_be_there()
    {
        LogManifest manifest = LogManifest.Empty
            .WithBase(new LogFile("b1", 1, LogFileKind.Base))
            .Adding(new LogFile("i1", 1, LogFileKind.Increment))
            .Adding(new LogFile("i2", 2, LogFileKind.Increment))
            .Rebased(s_base, kept: 0);
        Assert.Equal((2, 2), (manifest.LastBaseSequence, manifest.LastIncrementSequence));
        Assert.Equal(2, (manifest with { History = [] }).LastIncrementSequence);

        LogManifest loaded = LogManifest.Parse(manifest.Format(), "manifest");
        Assert.Equal((2, 2), (loaded.LastBaseSequence, loaded.LastIncrementSequence));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        LogManifest manifest = LogManifest.Empty
            .WithBase(s_base)
            .Adding(new LogFile("with space", 3, LogFileKind.Increment));
        Assert.Equal(
            "file b2 seq 2 type b\nfile \"with space\" seq 3 type i\n", Encoding.ASCII.GetString(manifest.Format()));
        Assert.Equal(manifest.Format(), LogManifest.Parse(manifest.Format(), "manifest").Format());
    }
}
