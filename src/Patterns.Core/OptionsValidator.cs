using Microsoft.Extensions.Options;

namespace Patterns.Core;

/// <summary>
/// Checks the options of one recipe, in the same way and words whether they come from dependency injection, where they
/// are validated at start, or are handed to a constructor.
/// </summary>
/// <typeparam name="TOptions">The options that are checked.</typeparam>
public abstract class OptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string subject = string.IsNullOrEmpty(name) ? typeof(TOptions).Name : $"{typeof(TOptions).Name}[{name}]";
        var failures = new OptionsFailures(subject);
        Check(options, failures);
        return failures.ToResult();
    }

    /// <summary>Refuses bad options that did not come through dependency injection.</summary>
    /// <param name="options">The options to check.</param>
    /// <exception cref="OptionsValidationException">At least one option is out of bounds; the message names
    /// all.</exception>
    public void ThrowIfInvalid(TOptions options)
    {
        ValidateOptionsResult result = Validate(name: null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), result.Failures);
        }
    }

    /// <summary>Adds a sentence for every option that is out of bounds.</summary>
    /// <param name="options">The options to check.</param>
    /// <param name="failures">Where the sentences go.</param>
    protected abstract void Check(TOptions options, OptionsFailures failures);
}
