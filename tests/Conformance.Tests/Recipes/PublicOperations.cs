using System.Reflection;

namespace Conformance.Tests.Recipes;

/// <summary>
/// The asynchronous operations that packages offer, found by reflection: every public method of a public class that can
/// be awaited or enumerated asynchronously, inherited ones included. An interface counts for itself where no public
/// class of its package implements it, as that of a handle whose class is internal.
/// </summary>
internal static class PublicOperations
{
    private const BindingFlags Public =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    /// <summary>The recipe packages beside this test, which references all that there are.</summary>
    public static IEnumerable<Assembly> Packages =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Patterns.*.dll")
        let name = Path.GetFileNameWithoutExtension(file)
        where !name.EndsWith(".Tests", StringComparison.Ordinal)
        select Assembly.Load(name);

    public static IEnumerable<string> Of(IReadOnlyCollection<Type> types) =>
        from type in types
        where type.IsVisible && (type.IsInterface ? !IsImplemented(type, types) : !type.IsAbstract || type.IsSealed)
        from method in MethodsOf(type, types)
        where IsAsynchronous(method.ReturnType)
        select NameOf(type, method);

    /// <summary>The name under which an operation is listed; parameters tell overloads apart.</summary>
    public static string NameOf(Type type, MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{method.GetGenericArguments().Length}>" : "";
        string parameters = string.Join(", ", method.GetParameters().Select(parameter => parameter.Name));
        Type listed = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return $"{listed.FullName}.{method.Name}{generic}({parameters})";
    }

    private static bool IsImplemented(Type type, IEnumerable<Type> types) =>
        types.Any(other => other is { IsVisible: true, IsInterface: false }
            && (other.IsAssignableTo(type) || other.GetInterfaces().Any(face => IsOf(face, type))));

    // A generic class implements an interface of its own parameters, and not the interface's definition.
    private static bool IsOf(Type face, Type definition) =>
        face.IsGenericType && definition.IsGenericType && face.GetGenericTypeDefinition() == definition;

    // What an interface inherits from another of the package is listed there.
    private static IEnumerable<MethodInfo> MethodsOf(Type type, IReadOnlyCollection<Type> types) =>
        type.IsInterface
            ? type.GetInterfaces()
                .Where(face => !types.Contains(face.IsGenericType ? face.GetGenericTypeDefinition() : face))
                .Append(type)
                .SelectMany(face => face.GetMethods(Public))
            : type.GetMethods(Public);

    private static bool IsAsynchronous(Type result) =>
        result.GetMethod(nameof(Task.GetAwaiter), Type.EmptyTypes) is not null
        || result.GetInterfaces().Append(result).Any(
            face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
