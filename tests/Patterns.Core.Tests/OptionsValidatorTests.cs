using Microsoft.Extensions.Options;

namespace Patterns.Core.Tests;

public sealed class OptionsValidatorTests
{
    [Fact]
    public void A_sentence_names_option_value_bounds_and_remedy()
    {
        ValidateOptionsResult result = new Validator().Validate(name: null, new SampleOptions { Ratio = 1.5 });
        Assert.Equal("SampleOptions.Ratio is 1.5, but must be between 0 and 1: halve it.", Assert.Single(result.Failures!));
    }

    [Fact]
    public void A_named_instance_is_named()
    {
        ValidateOptionsResult result = new Validator().Validate("second", new SampleOptions { Ratio = -1 });
        Assert.StartsWith("SampleOptions[second].Ratio is -1,", Assert.Single(result.Failures!), StringComparison.Ordinal);
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

        Assert.Collection(
            error.Failures,
            sentence => Assert.StartsWith("SampleOptions.Ratio is 2", sentence, StringComparison.Ordinal),
            sentence => Assert.StartsWith("SampleOptions.Prefix '{}' contains '{'", sentence, StringComparison.Ordinal),
            sentence => Assert.StartsWith("SampleOptions.Day is 9", sentence, StringComparison.Ordinal),
            sentence => Assert.StartsWith("SampleOptions.Needed is null", sentence, StringComparison.Ordinal),
            sentence => Assert.StartsWith("SampleOptions.Circuit.FailureRatio is 0", sentence, StringComparison.Ordinal),
            sentence => Assert.StartsWith("SampleOptions.Circuit.MinimumThroughput is 1", sentence, StringComparison.Ordinal),
            sentence => Assert.StartsWith("SampleOptions.Circuit.BreakDuration is 00:00:00,", sentence, StringComparison.Ordinal));
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
