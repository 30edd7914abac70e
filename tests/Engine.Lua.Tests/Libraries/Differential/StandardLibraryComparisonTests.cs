using Redis.Fixtures;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of the string and math libraries give what PUC Lua 5.1 gives.</summary>
[Trait("Category", "Soak")]
public sealed class StandardLibraryComparisonTests
{
    private const int Seed = 51;
    private const int CallsPerProcess = 5000;

    [Fact]
    public Task Patterns_match_as_in_lua() => CompareAsync((random, cases) => new StringCases(random, cases).AddPattern());

    [Fact]
    public Task Formats_print_as_in_lua() => CompareAsync((random, cases) => new StringCases(random, cases).AddFormat());

    [Fact]
    public Task Other_functions_on_strings_do_as_in_lua() =>
        CompareAsync((random, cases) => new StringCases(random, cases).AddOther());

    [Fact]
    public Task Mathematical_functions_give_the_same_bits_as_in_lua() =>
        CompareAsync((random, cases) => new NumberCases(random, cases).AddMath());

    [Fact]
    public Task Numbers_convert_as_in_lua() =>
        CompareAsync((random, cases) => new NumberCases(random, cases).AddConversion());

    private static async Task CompareAsync(Action<Random, LuaCases> add)
    {
        for (int round = Soak.Iterations(1, 100); round > 0; round--)
        {
            var random = new Random(Seed + round);
            var cases = new LuaCases();
            while (cases.Count < CallsPerProcess)
            {
                add(random, cases);
            }

            cases.AssertSame(.., await Lua51.RunAsync(cases.Program(..)), "lua5.1");
        }
    }
}
