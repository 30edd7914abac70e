using Engine.Lua.Tests.Running;

namespace Engine.Lua.Tests.Differential;

/// <summary>
/// Scripts with what they print, feature by feature. The expected output is PUC Lua's, which is asked again where it is
/// installed.
/// </summary>
public sealed class CasesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.lua").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Script_prints_what_is_expected(string name)
    {
        byte[] source = await File.ReadAllBytesAsync(
            Path.Combine(Folder, name + ".lua"), TestContext.Current.CancellationToken);

        string output = TestState.OutputOf(source, $"@{name}.lua");

        Assert.Equal(await Expected(name), Texts.WithoutAddresses(output));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Expectations_are_what_puc_lua_prints(string name)
    {
        ReferenceLua.SkipIfMissing();

        string output = await ReferenceLua.OutputOf(Folder, name + ".lua");

        Assert.Equal(await Expected(name), Texts.WithoutAddresses(output));
    }

    private static async Task<string> Expected(string name) =>
        Texts.WithoutAddresses(await File.ReadAllTextAsync(
            Path.Combine(Folder, name + ".out"), System.Text.Encoding.Latin1, TestContext.Current.CancellationToken));
}
