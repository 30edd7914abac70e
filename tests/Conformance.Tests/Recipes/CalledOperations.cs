using System.Linq.Expressions;

namespace Conformance.Tests.Recipes;

/// <summary>
/// Calls operations and keeps which of them have brought a result. What is listed as called is read from the very
/// expression that is run, so the list cannot claim more than has happened.
/// </summary>
internal sealed class CalledOperations
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Names => _names;

    public async Task<T> RunAsync<T>(Expression<Func<ValueTask<T>>> call)
    {
        T result = await call.Compile(preferInterpretation: true)();
        _names.Add(NameOf(call.Body));
        return result;
    }

    public async Task<T> RunAsync<T>(Expression<Func<Task<T>>> call)
    {
        T result = await call.Compile(preferInterpretation: true)();
        _names.Add(NameOf(call.Body));
        return result;
    }

    public async Task RunAsync(Expression<Func<Task>> call)
    {
        await call.Compile(preferInterpretation: true)();
        _names.Add(NameOf(call.Body));
    }

    public async Task RunAsync(Expression<Func<ValueTask>> call)
    {
        await call.Compile(preferInterpretation: true)();
        _names.Add(NameOf(call.Body));
    }

    /// <summary>The first of what an operation tells from then on.</summary>
    public async Task<T> FirstAsync<T>(Expression<Func<IAsyncEnumerable<T>>> call)
    {
        await foreach (T first in call.Compile(preferInterpretation: true)())
        {
            _names.Add(NameOf(call.Body));
            return first;
        }

        throw new InvalidOperationException($"{NameOf(call.Body)} has ended without telling anything.");
    }

    /// <summary>Runs what goes on until it is cancelled, and counts it when it has ended so.</summary>
    public async Task RunUntilCancelledAsync(Expression<Func<Task>> call)
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Compile(preferInterpretation: true)());
        _names.Add(NameOf(call.Body));
    }

    private static string NameOf(Expression call)
    {
        var method = ((MethodCallExpression)call).Method;
        if (((MethodCallExpression)call).Object is not { } target)
            return PublicOperations.NameOf(method.DeclaringType!, method);

        Type type = Expression.Lambda(target).Compile(preferInterpretation: true).DynamicInvoke()!.GetType();
        return PublicOperations.NameOf(type.IsVisible ? type : target.Type, method);
    }
}
