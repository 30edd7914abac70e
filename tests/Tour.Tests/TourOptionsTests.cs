namespace Tour.Tests;

public sealed class TourOptionsTests
{
    [Fact]
    public void Without_arguments_two_hundred_readers_use_the_embedded_engine()
    {
        TourOptions options = TourOptions.Parse([]);

        Assert.Null(options.Redis);
        Assert.Equal(200, options.Readers);
        Assert.Equal(PlantedFault.None, options.Fault);
    }

    [Fact]
    public void Every_option_is_read()
    {
        TourOptions options = TourOptions.Parse(
        [
            "--redis", "localhost:6379", "--readers", "3", "--reads", "4", "--rounds", "5", "--seed", "6",
            "--fault", "no-store", "--help",
        ]);

        var expected = new TourOptions
        {
            Redis = "localhost:6379",
            Readers = 3,
            Reads = 4,
            Rounds = 5,
            Seed = 6,
            Fault = PlantedFault.NoStore,
            Help = true,
        };
        Assert.Equal(expected, options);
    }

    [Theory]
    [InlineData("--readers", "0", "--readers is '0'; it must be a whole number from 1 to 10000.")]
    [InlineData("--readers", "10001", "--readers is '10001'; it must be a whole number from 1 to 10000.")]
    [InlineData("--reads", "many", "--reads is 'many'; it must be a whole number from 1 to 100000.")]
    [InlineData("--rounds", "-1", "--rounds is '-1'; it must be a whole number from 1 to 1000.")]
    [InlineData("--seed", "2147483648", "--seed is '2147483648'; it must be a whole number from 0 to 2147483647.")]
    [InlineData("--fault", "all", "'all' is not a fault that can be planted; --help lists them.")]
    [InlineData("--redis", "--readers", "The option --redis lacks its value; --help shows it.")]
    [InlineData("--seed", null, "The option --seed lacks its value; --help shows it.")]
    [InlineData("redis", null, "'redis' is not an option of the tour; --help lists them.")]
    public void A_bad_argument_is_refused_with_a_sentence(string first, string? second, string sentence)
    {
        string[] arguments = second is null ? [first] : [first, second];

        TourException refusal = Assert.Throws<TourException>(() => TourOptions.Parse(arguments));

        Assert.Equal(sentence, refusal.Message);
    }

    [Fact]
    public void The_usage_names_every_option_and_every_fault()
    {
        string[] faults =
            ["source-twice", "wrong-value", "extra-command", "no-store", "late-expiry", "lost-score", "lost-job"];

        Assert.All(faults, fault => Assert.Contains(fault, TourOptions.Usage, StringComparison.Ordinal));
        Assert.Equal(
            Enum.GetValues<PlantedFault>().Skip(1),
            faults.Select(fault => TourOptions.Parse(["--fault", fault]).Fault));
        Assert.All(
            ["--redis", "--readers", "--reads", "--rounds", "--seed", "--fault", "--help"],
            (string option) => Assert.Contains($"  {option} ", TourOptions.Usage, StringComparison.Ordinal));
    }
}
