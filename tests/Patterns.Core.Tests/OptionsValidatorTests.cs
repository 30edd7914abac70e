using Microsoft.Extensions.Options;

namespace Patterns.Core.Tests;

public sealed class OptionsValidatorTests
{
    [Fact]
    public void A_sentence_names_option_value_bounds_and_remedy()
    {
        ValidateOptionsResult result = new Validator().Validate(name: null, new SampleOptions { Ratio = 1.5 });
        string sentence = Assert.Single(result.Failures!);
        Assert.Equal("SampleOptions.Ratio is 1.5, but must be between 0 and 1: halve it.", sentence);
    }

    [Fact]
    public void A_named_instance_is_named()
    {
        ValidateOptionsResult result = new Validator().Validate("second", new SampleOptions { Ratio = -1 });
        string sentence = Assert.Single(result.Failures!);
        Assert.StartsWith("SampleOptions[second].Ratio is -1,", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_bounds_themselves_are_allowed(double ratio)
        => Assert.True(new Validator().Validate(name: null, new SampleOptions { Ratio = ratio }).Succeeded);

    [Fact]
    public void Not_a_number_is_out_of_every_bounds()
        => Assert.True(new Validator().Validate(name: null, new SampleOptions { Ratio = double.NaN }).Failed);

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var options = new SampleOptions
        {
            Ratio = 2,
            Prefix = "{}",
            Day = (DayOfWeek)9,
            Needed = null,
            Circuit = new CircuitOptions { FailureRatio = 0, MinimumThroughput = 1, BreakDuration = TimeSpan.Zero },
        };

        OptionsValidationException error =
            Assert.Throws<OptionsValidationException>(() => new Validator().ThrowIfInvalid(options));

        string[] beginnings =
        [
            "SampleOptions.Ratio is 2,",
            "SampleOptions.Prefix '{}' contains '{'",
            "SampleOptions.Day is 9,",
            "SampleOptions.Needed is null,",
            "SampleOptions.Circuit.FailureRatio is 0,",
            "SampleOptions.Circuit.MinimumThroughput is 1,",
            "SampleOptions.Circuit.BreakDuration is 00:00:00,",
        ];
        Assert.Equal(beginnings.Length, error.Failures.Count());
        Assert.All(
            error.Failures.Zip(beginnings),
            pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_circuit_is_reported_as_one_fault()
    {
        ValidateOptionsResult result = new Validator().Validate(name: null, new SampleOptions { Circuit = null! });
        Assert.StartsWith("SampleOptions.Circuit is null", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private sealed class SampleOptions
    {
        public double Ratio { get; set; }

        public string Prefix { get; set; } = "sample";

        public DayOfWeek Day { get; set; }

        public string? Needed { get; set; } = "";

        public CircuitOptions Circuit { get; set; } = new();
    }

    private sealed class Validator : OptionsValidator<SampleOptions>
    {
        protected override void Check(SampleOptions options, OptionsFailures failures)
        {
            failures.RequireWithin(options.Ratio, 0, 1, "halve it");
            failures.RequireKeyPrefix(options.Prefix);
            failures.RequireDefined(options.Day);
            failures.RequireSet(options.Needed, "set it");
            failures.RequireCircuit(options.Circuit);
        }
    }
}
