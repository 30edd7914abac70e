using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Patterns.Core;

/// <summary>
/// Collects what is wrong with an options object, all of it at once: one sentence per fault, which names the option,
/// its value, the bound and the remedy.
/// </summary>
/// <param name="subject">The options object as the reader of the sentence knows it, such as
/// <c>RedisCacheOptions</c>.</param>
public sealed class OptionsFailures(string subject)
{
    private readonly List<string> _sentences = [];

    /// <summary>Requires a value between two bounds, both allowed.</summary>
    /// <typeparam name="T">The type of the option; its text is culture-invariant.</typeparam>
    /// <param name="value">The value, written as <c>options.Name</c> so that the sentence can name it.</param>
    /// <param name="minimum">The smallest allowed value.</param>
    /// <param name="maximum">The largest allowed value.</param>
    /// <param name="remedy">What to do about it, as a clause without a full stop.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void RequireWithin<T>(
        T value,
        T minimum,
        T maximum,
        string remedy,
        [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : IComparable<T>, IFormattable
    {
        // Written so that NaN, which compares below everything, is refused like any other value out of range.
        if (value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0)
        {
            return;
        }

        Add(expression, $"is {Show(value)}, but must be between {Show(minimum)} and {Show(maximum)}: {remedy}.");
    }

    /// <summary>Requires a value that is set.</summary>
    /// <param name="value">The value, written as <c>options.Name</c> so that the sentence can name it.</param>
    /// <param name="remedy">What to do about it, as a clause without a full stop.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void RequireSet(
        object? value,
        string remedy,
        [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (value is null)
        {
            Add(expression, $"is null, but must be set: {remedy}.");
        }
    }

    /// <summary>Requires a prefix that <see cref="KeyBuilder"/> accepts.</summary>
    /// <param name="prefix">The prefix, written as <c>options.Name</c> so that the sentence can name it.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void RequireKeyPrefix(string? prefix, [CallerArgumentExpression(nameof(prefix))] string expression = "")
    {
        if (KeyBuilder.FindFault(prefix) is { } fault)
        {
            Add(expression, $"'{prefix}' {fault}");
        }
    }

    /// <summary>Requires the options of a circuit breaker, each within its bounds.</summary>
    /// <param name="circuit">The options, written as <c>options.Name</c> so that the sentences can name them.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void RequireCircuit(
        CircuitOptions? circuit,
        [CallerArgumentExpression(nameof(circuit))] string expression = "")
    {
        if (circuit is null)
        {
            RequireSet(circuit, "change the values of the default instead of removing it", expression);
            return;
        }

        RequireWithin(
            circuit.FailureRatio, 0.01, 1, "0.5 opens when half of the calls fail", $"{expression}.FailureRatio");
        RequireWithin(
            circuit.MinimumThroughput, 2, 1_000_000, "20 suits most services", $"{expression}.MinimumThroughput");
        RequireWithin(
            circuit.SamplingDuration,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromHours(1),
            "10 seconds suits most services",
            $"{expression}.SamplingDuration");
        RequireWithin(
            circuit.BreakDuration,
            TimeSpan.FromMilliseconds(500),
            TimeSpan.FromHours(1),
            "5 seconds suits most services",
            $"{expression}.BreakDuration");
    }

    /// <summary>Requires a named constant of an enumeration.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">The value, written as <c>options.Name</c> so that the sentence can name it.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    public void RequireDefined<T>(T value, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            string names = string.Join(", ", Enum.GetNames<T>());
            Add(expression, $"is {value:D}, which has no name: choose one of {names}.");
        }
    }

    internal ValidateOptionsResult ToResult()
        => _sentences.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_sentences);

    private void Add(string expression, string predicate)
    {
        // "options.RedisCircuit.BreakDuration" becomes "RedisCacheOptions.RedisCircuit.BreakDuration", and so does
        // "options.RedisCircuit!.BreakDuration": what the compiler is told about null is none of the reader's business.
        string path = expression[(expression.IndexOf('.', StringComparison.Ordinal) + 1)..]
            .Replace("!", "", StringComparison.Ordinal);
        _sentences.Add($"{subject}.{path} {predicate}");
    }

    private static string Show<T>(T value)
        where T : IFormattable
        => value.ToString(format: null, CultureInfo.InvariantCulture);
}
