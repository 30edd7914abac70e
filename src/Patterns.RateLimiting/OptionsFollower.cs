using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Patterns.RateLimiting;

/// <summary>Hands the changed options of a registered limiter to it, and reports those that are refused.</summary>
/// <remarks>Not by <see cref="IOptionsMonitor{TOptions}.OnChange"/>, which is silent about options that cannot be read
/// or are out of bounds: the monitor throws at whoever has reloaded them, and that is mostly a watcher of files, which
/// tells nobody.</remarks>
/// <typeparam name="TOptions">The options.</typeparam>
internal sealed class OptionsFollower<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions> : IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> _factory;
    private readonly string _name;
    private readonly Action<TOptions> _reconfigure;
    private readonly ILogger _logger;
    private readonly IDisposable[] _subscriptions;

    /// <param name="provider">Where the options come from.</param>
    /// <param name="name">Their name.</param>
    /// <param name="reconfigure">Takes changed options, or throws.</param>
    /// <param name="logger">Where refused options are reported.</param>
    public OptionsFollower(IServiceProvider provider, string name, Action<TOptions> reconfigure, ILogger logger)
    {
        _factory = provider.GetRequiredService<IOptionsFactory<TOptions>>();
        _name = name;
        _reconfigure = reconfigure;
        _logger = logger;
        _subscriptions =
        [
            .. provider.GetServices<IOptionsChangeTokenSource<TOptions>>()
                .Where(source => source.Name == name)
                .Select(source => ChangeToken.OnChange(source.GetChangeToken, Follow)),
        ];
    }

    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private void Follow()
    {
        try
        {
            _reconfigure(_factory.Create(_name));
        }
        catch (Exception exception)
        {
            // Whatever is wrong with the new options, the limit goes on with the old ones.
            Log.ReconfigurationRefused(_logger, _name, exception);
        }
    }
}
